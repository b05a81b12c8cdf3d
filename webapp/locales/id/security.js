/* Words of signing in safely: TOTP, recovery codes, the waiting page, resets. */
export default {
  'security.title': 'Keamanan',
  'security.intro': 'Apa yang menjaga akun Anda, dan jalan masuk kembali bila perangkat hilang.',
  'security.back': 'Kembali ke Keamanan',
  'security.ways': 'Password dan sesi',
  'security.password': 'Password',
  'security.password_text': 'Ganti password. Sesi di perangkat lain ikut berakhir.',
  'security.sessions': 'Sesi masuk',
  'security.sessions_text': 'Lihat perangkat yang sedang masuk, dan akhiri yang tidak Anda kenal.',

  'totp.title': 'Time-based One-time Password (TOTP)',
  'totp.about': 'Selain User ID dan password, masuk memerlukan persetujuan atau kode dari ponsel '
    + 'Anda. Orang yang mengetahui password Anda tetap tidak dapat masuk.',
  'totp.state_active': 'Aktif',
  'totp.state_none': 'Tidak aktif',
  'totp.since': 'Aktif sejak',
  'totp.device': 'Authenticator',
  'totp.other_app': 'Aplikasi TOTP lain',
  'totp.paired': 'Dipasangkan',
  'totp.device_used': 'dipakai',
  'totp.codes_left': { other: '{count} kode belum terpakai' },
  'totp.codes_few': 'Hampir habis',
  'totp.none_optional': 'TOTP belum aktif di akun ini. Anda dapat mengaktifkannya kapan saja.',
  'totp.none_mandatory': 'Kebijakan portal mewajibkan TOTP. Aktifkan sekarang; bila tidak, Anda '
    + 'diminta mengaktifkannya saat masuk berikutnya.',
  'totp.none_off': 'Menurut kebijakan portal saat ini TOTP tidak dipakai. Masuk cukup dengan '
    + 'User ID dan password.',
  'totp.enable': 'Enable TOTP',
  'totp.enabled': 'Berhasil Enable TOTP',
  'totp.disable': 'Disable TOTP',
  'totp.other_device': 'Berganti ponsel? TOTP hanya dapat diaktifkan di satu perangkat:',
  'totp.planned': 'Admin menjadwalkan reset TOTP akun ini pada',
  'totp.planned_text': 'Setelah itu authenticator Anda yang sekarang tidak berlaku lagi. Bila Anda '
    + 'tidak memintanya, batalkan.',
  'totp.planned_cancel': 'Batalkan reset TOTP',
  'totp.planned_cancelled': 'Reset TOTP dibatalkan',

  'enrol.title': 'Aktivasi TOTP',
  'enrol.intro': 'Tiga langkah, sekitar dua menit. Siapkan ponsel Anda.',
  'enrol.intro_demanded': 'Kebijakan portal mewajibkan TOTP. Aktifkan dalam tiga langkah, lalu '
    + 'Anda langsung masuk.',
  'enrol.done': 'Berhasil Enable TOTP. Tinggal satu hal: simpan kode pemulihan Anda.',
  'enrol.app': 'Siapkan aplikasi di ponsel',
  'enrol.app_text': 'Dengan Simpul Authenticator Anda cukup menyetujui setiap kali masuk, tanpa '
    + 'mengetik kode. Buka alamat ini di ponsel:',
  'enrol.app_qr': 'QR Code menuju Simpul Authenticator',
  'enrol.other_apps': 'Aplikasi TOTP lain, misalnya Google Authenticator, Microsoft Authenticator, '
    + 'atau Aegis, juga dapat dipakai. Anda lalu mengetik kode setiap kali masuk.',
  'enrol.scan': 'Scan QR Code',
  'enrol.scan_text': 'Buka aplikasi di ponsel, pilih tambah akun, lalu arahkan kamera ke gambar '
    + 'ini.',
  'enrol.qr': 'QR Code aktivasi TOTP untuk {username}',
  'enrol.secret_warning': 'Jangan perlihatkan gambar ini kepada siapa pun, dan jangan '
    + 'memotretnya: yang memilikinya dapat membuat kode Anda.',
  'enrol.by_hand': 'Tidak dapat memindai, atau memakai ponsel yang sama?',
  'enrol.by_hand_text': 'Dengan aplikasi lain: tambahkan akun secara manual dan ketik kunci '
    + 'rahasia ini:',
  'enrol.secret': 'kunci rahasia',
  'enrol.link': 'Tautan pemasangan untuk Simpul Authenticator',
  'enrol.link_text': 'Salin tautan ini, buka Simpul Authenticator, pilih tambah akun, lalu tempel '
    + 'di sana:',
  'enrol.parameters': 'Bila ditanya: berbasis waktu (TOTP), SHA-1, 6 angka, 30 detik.',
  'enrol.first': 'Masukkan kode pertama',
  'enrol.first_text': 'Aplikasi kini menampilkan kode 6 angka untuk akun ini. Ketik di bawah. '
    + 'Dengan Simpul Authenticator langkah ini tidak perlu.',
  'enrol.activate': 'Aktifkan',
  'enrol.waits': 'Menunggu kode, atau kabar dari Simpul Authenticator…',
  'enrol.again': 'Buat QR Code baru',
  'enrol.going_on': 'Authenticator sudah terpasang. Melanjutkan…',
  'enrol.over': 'Waktu aktivasi habis',
  'enrol.over_text': 'Masuk lagi untuk mendapat QR Code yang baru.',

  'recovery.title': 'Kode pemulihan',
  'recovery.text': 'Bila ponsel hilang atau rusak, salah satu kode ini menggantikan kode '
    + 'authenticator. Setiap kode berlaku satu kali.',
  'recovery.once': 'Kode ini hanya tampil sekali. Simpan di tempat aman, terpisah dari ponsel Anda.',
  'recovery.copied': 'Kode pemulihan tersalin',
  'recovery.download': 'Unduh (.txt)',
  'recovery.print': 'Cetak',
  'recovery.kept': 'Saya sudah menyimpannya',
  'recovery.renew': 'Buat kode pemulihan baru',
  'recovery.renew_ask': 'Buat sepuluh kode baru?',
  'recovery.renew_text': 'Semua kode pemulihan yang lama langsung tidak berlaku.',
  'recovery.file_title': 'Kode pemulihan Simpul untuk {username}',
  'recovery.file_note': 'Setiap kode berlaku satu kali. Jangan simpan bersama password Anda.',

  'totp_code.title': 'Masukkan kode TOTP',
  'totp_code.intro': 'Buka aplikasi authenticator di ponsel Anda dan ketik kode untuk Simpul.',
  'totp_code.title_recovery': 'Masukkan kode pemulihan',
  'totp_code.intro_recovery': 'Pakai salah satu kode yang Anda simpan saat aktivasi. Kode itu '
    + 'lalu tidak berlaku lagi.',
  'totp_code.code': 'Kode TOTP',
  'totp_code.hint': '6 angka, berganti setiap 30 detik.',
  'totp_code.recovery': 'Kode pemulihan',
  'totp_code.recovery_hint': '16 huruf dan angka; tanda hubung boleh dihilangkan.',
  'totp_code.submit': 'Masuk',
  'totp_code.with_recovery': 'Pakai kode pemulihan',
  'totp_code.with_code': 'Pakai kode authenticator',
  'problem.recovery_invalid':
    'Kode pemulihan tidak sesuai atau sudah terpakai. Periksa lagi, atau pakai kode yang lain.',

  'acceptor.title': 'Acceptor TOTP',
  'acceptor.intro': 'Segera klik akun Anda pada Simpul Authenticator, ketik angka di bawah ini, '
    + 'lalu pilih “Ya”.',
  'acceptor.intro_simple': 'Segera klik akun Anda pada Simpul Authenticator, lalu pilih “Ya”.',
  'acceptor.about': 'Acceptor Time-based One-time Password',
  'acceptor.user': 'User ID',
  'acceptor.status': 'Status TOTP',
  'acceptor.number': 'Angka yang diketik di Simpul Authenticator:',
  'acceptor.life': 'Sesi akan tertutup dalam waktu {minutes}, {seconds}',
  'acceptor.minutes': { other: '{count} menit' },
  'acceptor.seconds': { other: '{count} detik' },
  'acceptor.refresh': 'Halaman ini melanjutkan sendiri begitu Anda menyetujui, dan aman dimuat '
    + 'ulang.',
  'acceptor.open_app': 'Authenticator ada di ponsel ini? Buka',
  'acceptor.type': 'Ketik kode saja',
  'acceptor.wait': 'Kembali menunggu persetujuan',
  'acceptor.again': 'Masuk lagi',
  'acceptor.password': 'Ganti password',
  'acceptor.denied_title': 'Tidak diizinkan masuk',
  'acceptor.denied': 'Permintaan masuk ini ditolak di Simpul Authenticator, atau angkanya '
    + 'salah diketik tiga kali.',
  'acceptor.denied_next': 'Bila Anda sendiri yang keliru menolak, masuk lagi. Bila bukan Anda yang '
    + 'mencoba masuk, segera ganti password: orang lain mengetahuinya.',
  'acceptor.expired_title': 'Waktu persetujuan habis',
  'acceptor.expired': 'Belum ada jawaban dari Simpul Authenticator.',
  'acceptor.expired_next': 'Masuk lagi untuk mengirim permintaan baru, atau ketik kode dari '
    + 'authenticator.',
  'acceptor.superseded_title': 'Permintaan ini digantikan',
  'acceptor.superseded': 'Permintaan masuk yang lebih baru sedang menunggu persetujuan Anda.',
  'acceptor.superseded_next': 'Lanjutkan di tab atau perangkat tempat Anda terakhir masuk. Bila '
    + 'bukan Anda, pilih “Bukan saya” di Simpul Authenticator.',

  'disable.title': 'Disable TOTP',
  'disable.text': 'Setelah ini masuk cukup dengan User ID dan password. Akun Anda menjadi lebih '
    + 'mudah dibajak.',
  'disable.mandatory': 'Kebijakan portal mewajibkan TOTP: saat masuk berikutnya Anda diminta '
    + 'melakukan aktivasi ulang.',
  'disable.ask': 'Disable TOTP?',
  'disable.ask_text': 'Authenticator dan kode pemulihan Anda langsung tidak berlaku.',
  'disable.done_title': 'Berhasil Disable TOTP',
  'disable.done': 'TOTP sudah disable di akun ini.',
  'disable.tidy': 'Hapus akun di authenticator',
  'disable.tidy_text': 'Akun Simpul di aplikasi authenticator Anda tidak berguna lagi. Buka '
    + 'aplikasinya dan pilih Hapus pada nama Anda.',
  'disable.again': 'Untuk memakainya kembali, pilih Enable TOTP di halaman Keamanan.',

  'reset_request.title': 'Permintaan Reset TOTP',
  'reset_request.intro': 'Ponsel hilang, rusak, atau berganti? Kami mengirim e-mail untuk '
    + 'melepas authenticator dari akun Anda.',
  'reset_request.user_hint': 'Username yang Anda pakai untuk masuk.',
  'reset_request.email': 'E-mail',
  'reset_request.email_hint': 'Alamat yang terdaftar di akun itu.',
  'reset_request.user_type': 'Tipe User',
  'reset_request.sent_title': 'Berhasil Kirim Reset TOTP',
  'reset_request.sent': 'Bila datanya cocok, e-mail berjudul Konfirmasi Permintaan Reset TOTP '
    + 'sudah dikirim ke {email}. Klik “Reset TOTP” di dalamnya.',
  'reset_request.not_come': 'Belum ada e-mail? Periksa folder spam dan ketiga isian tadi. Bila '
    + 'tetap tidak datang, minta bantuan helpdesk portal dari e-mail yang terdaftar.',
  'reset_request.again': 'Kirim permintaan lain',

  'reset_totp.title': 'Reset TOTP',
  'reset_totp.intro': 'Authenticator dilepas dari akun Anda. Perangkat yang lama tidak dapat '
    + 'dipakai lagi, dan TOTP dapat diaktifkan ulang.',
  'reset_totp.submit': 'Reset TOTP',
  'reset_totp.ask': 'Konfirmasi Reset TOTP',
  'reset_totp.ask_text': 'Authenticator dan kode pemulihan yang sekarang langsung tidak berlaku.',
  'reset_totp.ok': 'OK',
  'reset_totp.done': 'TOTP Berhasil di Reset',
  'reset_totp.done_text': 'Silakan masuk, lalu lakukan aktivasi TOTP ulang di perangkat Anda yang '
    + 'baru.',
  'reset_totp.no_token_text': 'Buka tautan dari e-mail Konfirmasi Permintaan Reset TOTP, atau '
    + 'minta yang baru.',
};
