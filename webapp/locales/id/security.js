/* Words of signing in safely: TOTP, recovery codes, the waiting page, resets. */
export default {
  'security.title': 'Keamanan',
  'security.intro': 'Apa yang menjaga akun Anda, dan jalan masuk kembali bila perangkat hilang.',
  'security.ways': 'Password dan sesi',
  'security.password': 'Password',
  'security.password_text': 'Ganti password. Sesi di perangkat lain ikut berakhir.',
  'security.sessions': 'Sesi masuk',
  'security.sessions_text': 'Lihat perangkat yang sedang masuk, dan akhiri yang tidak Anda kenal.',
};
