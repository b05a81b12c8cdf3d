/* Words of signing in and up, profile and notifications. */
export default {
  'gate.about': 'Tentang Simpul',
  'gate.name': 'Sistem Penghubung Layanan',
  'gate.find.title': 'Temukan',
  'gate.find.text': 'Cari Bundle API dari instansi penyedia, baca dokumentasinya.',
  'gate.ask.title': 'Ajukan',
  'gate.ask.text': 'Kirim surat permohonan dan pantau statusnya langkah demi langkah.',
  'gate.connect.title': 'Hubungkan',
  'gate.connect.text': 'Buat API Key dan panggil layanan melalui satu gerbang yang aman.',

  'sign_in.title': 'Masuk',
  'sign_in.intro': 'Gunakan akun Simpul instansi Anda.',
  'sign_in.username': 'Username atau No. WhatsApp',
  'sign_in.username_hint': 'Alamat e-mail yang terdaftar juga dapat dipakai.',
  'sign_in.password': 'Password',
  'sign_in.next': 'Lanjutkan',
  'sign_in.submit': 'Masuk',
  'sign_in.as': 'Masuk sebagai',
  'sign_in.change': 'Ganti',
  'sign_in.no_account': 'Belum punya akun?',
  'sign_in.register': 'daftar disini',
  'sign_in.forgot': 'Lupa password',
};
