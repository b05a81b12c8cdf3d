/* Words of the authenticator. */
export default {
  'authenticator.home': 'ke daftar kode',

  'insecure.title': 'Buka melalui https',
  'insecure.text': 'Authenticator menyimpan kunci rahasia, sehingga browser hanya mengizinkannya '
    + 'di alamat https. Buka alamat portal yang diawali https://.',
  'broken.title': 'Penyimpanan browser tidak dapat dibuka',
  'broken.text': 'Akun disimpan di browser ini. Jendela penyamaran atau setelan privasi dapat '
    + 'menutupnya: buka di jendela biasa, lalu coba lagi.',
  'lost.title': 'Halaman tidak ditemukan',
  'lost.home': 'Ke daftar kode',

  'code_list.title': 'Kode Anda',
  'code_list.add': 'Tambah akun',
  'code_list.scan': 'Pindai QR',
  'code_list.other_ways': 'Cara lain',
  'code_list.empty': 'Belum ada akun',
  'code_list.empty_text': 'Masuk ke portal di komputer, buka aktivasi TOTP, lalu pindai QR '
    + 'yang tampil. Hanya ada ponsel ini? Salin tautan pemasangan di portal, lalu pilih “Cara lain”.',
  'code_list.manage': 'Atur akun {account}',
  'code_list.refused': 'Perangkat ini tidak lagi dikenal portal: TOTP akun ini direset, dinonaktifkan, '
    + 'atau dipindahkan ke perangkat lain. Kode di bawah tidak berlaku lagi. Hapus akun ini; untuk '
    + 'memakainya lagi, aktifkan TOTP di portal dan pindai QR yang baru.',
  'code_list.offline': 'Portal tidak terhubung. Kode tetap dapat dipakai; permintaan masuk tampil '
    + 'setelah koneksi kembali.',
  'code_list.trouble': 'Portal sedang terganggu. Kode tetap dapat dipakai; permintaan masuk tampil '
    + 'setelah portal pulih.',
  'code_list.clock': { other: 'Jam perangkat ini meleset sekitar {count} menit. Kode dihitung dengan '
    + 'waktu portal selama terhubung; perbaiki jam perangkat agar kode juga benar saat offline.' },
  'code.of': 'Kode {account}:',
  'code.left': { other: 'berlaku {count} detik lagi' },
  'code.copied': 'Kode disalin',
  'install.text': 'Pasang di perangkat ini agar terbuka seperti aplikasi, juga tanpa koneksi.',
  'install.button': 'Pasang',
  'install.ios': 'Di iPhone atau iPad: ketuk Bagikan, lalu “Tambah ke Layar Utama”, sebelum '
    + 'menambahkan akun. Tanpa itu Safari dapat menghapus akun setelah beberapa hari.',

  'add.title': 'Tambah akun',
  'add.camera': 'Pindai QR',
  'add.camera_text': 'Arahkan kamera ke QR yang tampil di portal.',
  'add.camera_button': 'Buka kamera',
  'add.picture': 'Unggah gambar QR',
  'add.picture_label': 'Gambar QR',
  'add.picture_hint': 'Foto atau tangkapan layar. Gambar dibaca di perangkat ini saja.',
  'add.picture_button': 'Baca gambar',
  'add.typed': 'Tempel atau ketik',
  'add.secret': 'Tautan pemasangan atau kunci rahasia',
  'add.secret_hint': 'Tautan yang Anda salin di portal (diawali otpauth://), atau kunci '
    + 'seperti JBSW Y3DP EHPK 3PXP.',
  'add.name': 'Nama akun',
  'add.name_hint': 'Misalnya username Anda. Tidak perlu untuk tautan pemasangan.',
  'add.issuer': 'Layanan',
  'add.issuer_hint': 'Misalnya Simpul.',
  'add.manner': 'Cara membuat kode',
  'add.algorithm': 'Algoritma',
  'add.digits': 'Jumlah angka',
  'add.period': 'Masa berlaku (detik)',
  'add.typed_button': 'Tambahkan',

  'scan.title': 'Pindai QR',
  'scan.video': 'Gambar kamera',
  'scan.starting': 'Menyalakan kamera. Izinkan bila browser bertanya.',
  'scan.looking': 'Mencari QR. Paskan seluruh QR di dalam bingkai.',
  'scan.other_ways': 'Unggah gambar atau ketik',

  'enrol.replace': '{account} sudah ada',
  'enrol.replace_text': 'Akun dengan nama yang sama sudah ada di perangkat ini. Bila diganti, kode '
    + 'yang lama hilang dari perangkat ini.',
  'enrol.replace_yes': 'Ya, ganti',
  'added.title': 'Akun berhasil ditambahkan',
  'added.paired': 'Permintaan masuk untuk {account} akan tampil di sini. Lanjutkan di portal.',
  'added.codes': 'Kodenya ada di daftar.',
  'added.elsewhere': 'Kodenya ada di daftar. QR ini milik portal {portal}: persetujuan masuk hanya '
    + 'lewat authenticator di alamat itu, jadi ketik kodenya di portal.',

  'account.missing': 'Akun ini tidak ada di perangkat ini',
  'account.no_issuer': 'Tanpa nama layanan',
  'account.rename': 'Ubah nama',
  'account.name': 'Nama akun',
  'account.renamed': 'Nama berhasil diubah',
  'account.order': 'Urutan',
  'account.place': 'Urutan {place} dari {total}',
  'account.up': 'Naikkan',
  'account.down': 'Turunkan',
  'account.facts': 'Keterangan',
  'account.issuer': 'Layanan',
  'account.approval': 'Persetujuan masuk',
  'account.paired': 'Aktif: permintaan masuk tampil di perangkat ini',
  'account.refused': 'Terputus: portal tidak lagi mengenal perangkat ini',
  'account.codes_only': 'Tidak ada, hanya kode',
  'account.refused_text': 'Kode akun ini tidak berlaku lagi. Aktifkan TOTP di portal dan pindai QR '
    + 'yang baru, atau hapus akun ini.',
  'account.manner': 'Kode',
  'account.manner_text': '{digits} angka, berganti tiap {period} detik, {hash}',
  'account.added': 'Ditambahkan',
  'account.remove': 'Hapus akun',
  'account.remove_text': 'Setelah dihapus, kodenya tidak dapat dipulihkan di perangkat ini.',
  'account.remove_paired': 'Menghapus di sini tidak mematikan TOTP di portal. Nonaktifkan TOTP '
    + 'atau siapkan kode pemulihan dulu, agar Anda tetap dapat masuk.',
  'account.remove_button': 'Hapus dari perangkat ini',
  'account.remove_ask': 'Hapus {account}?',
  'account.remove_warn': 'Kodenya hilang dari perangkat ini dan tidak dapat dikembalikan.',
  'account.yes': 'Ya, hapus',
  'account.removed': 'Akun dihapus dari perangkat ini',

  'waiting.text': 'Permintaan masuk untuk {account}.',
  'waiting.open': 'Lihat',
  'approve.title': 'Izinkan masuk?',
  'approve.account': 'Akun',
  'approve.browser': 'Browser',
  'approve.address': 'Alamat IP',
  'approve.at': 'Waktu',
  'approve.number': 'Angka di layar masuk',
  'approve.number_hint': 'Ketik dua angka yang tampil di browser tempat Anda masuk.',
  'approve.yes': 'Ya',
  'approve.not_me': 'Bukan saya',
  'approve.left': 'berakhir dalam {time}',
  'approve.done': 'Berhasil masuk',
  'approve.done_text': 'Permintaan disetujui. Lanjutkan di browser Anda.',
  'approve.newer': 'Lihat permintaan terbaru',
  'approve.expired': 'Permintaan sudah kedaluwarsa',
  'approve.expired_text': 'Waktunya habis sebelum dijawab. Masuk lagi di portal untuk mendapat '
    + 'permintaan baru.',
  'approve.superseded': 'Ada permintaan yang lebih baru',
  'approve.superseded_text': 'Permintaan ini diganti oleh yang dibuat sesudahnya. Hanya yang '
    + 'terbaru dapat dijawab.',
  'approve.locked': 'Permintaan ditutup',
  'approve.locked_text': 'Angkanya tiga kali tidak sesuai. Bila Anda sendiri yang masuk, masuk lagi '
    + 'di portal untuk mendapat permintaan baru.',
  'approve.over': 'Permintaan ini tidak menunggu lagi',
  'approve.over_text': 'Permintaan sudah dijawab, dibatalkan, atau berakhir.',
  'report.title': 'Bukan Anda yang masuk?',
  'report.text': 'Bila bukan Anda, seseorang mengetahui password Anda. Permintaan ditolak, '
    + 'dilaporkan, dan permintaan lain dibisukan 20 menit.',
  'report.yes': 'Ya, bukan saya. Laporkan',
  'report.mine': 'Saya sendiri, batalkan saja',
  'report.report_done': 'Permintaan ditolak dan dilaporkan',
  'report.report_text': 'Segera ubah password Anda di portal. Selama 20 menit tidak ada permintaan '
    + 'yang tampil di sini; Anda tetap dapat masuk dengan mengetik kode.',
  'report.decline_done': 'Permintaan dibatalkan',
  'report.decline_text': 'Browser itu tidak masuk.',

  'problem.number_left_2': 'Angka tidak sesuai. Lihat lagi di layar masuk; sisa 2 percobaan.',
  'problem.number_left_1': 'Angka tidak sesuai. Lihat lagi di layar masuk; sisa 1 percobaan.',
  'field.number_wrong': 'Tidak sesuai.',
  'problem.pairing_over': 'QR ini sudah dipakai atau kedaluwarsa. Muat ulang halaman aktivasi TOTP '
    + 'di portal, lalu pindai QR yang baru.',
  'problem.qr_not_totp': 'QR ini bukan QR TOTP. Pindai QR dari halaman aktivasi TOTP.',
  'problem.totp_unsupported':
    'Jenis kode ini tidak didukung. Yang didukung: TOTP 6 atau 8 angka dengan SHA-1, SHA-256, '
    + 'atau SHA-512.',
  'problem.totp_secret_invalid':
    'Kunci rahasia tidak benar. Periksa: hanya huruf A–Z dan angka 2–7, lengkap sampai akhir.',
  'problem.camera_refused': 'Kamera tidak diizinkan. Izinkan kamera untuk alamat ini di setelan '
    + 'browser, atau pakai cara lain di bawah.',
  'problem.camera_missing': 'Tidak ada kamera di perangkat ini. Pakai cara lain di bawah.',
  'problem.camera_busy': 'Kamera sedang dipakai aplikasi lain. Tutup aplikasi itu lalu coba lagi, '
    + 'atau pakai cara lain di bawah.',
  'problem.picture_unreadable': 'Berkas ini bukan gambar yang dapat dibuka.',
  'problem.picture_without_qr': 'Tidak ada QR yang terbaca di gambar ini. Pastikan seluruh QR '
    + 'terlihat tajam, lalu coba lagi.',
};
