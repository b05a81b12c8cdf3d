/* Words of passkeys: signing in with one, and the section of "Keamanan". */
export default {
  'passkeys.or': 'atau',
  'passkeys.sign_in': 'Masuk dengan passkey',

  'passkeys.title': 'Passkey',
  'passkeys.about': 'Masuk dengan sidik jari, wajah, atau PIN perangkat Anda, tanpa password dan '
    + 'tanpa kode. Situs tiruan tidak dapat mencurinya.',
  'passkeys.none': 'Belum ada passkey di akun ini.',
  'passkeys.here': 'Perangkat ini',
  'passkeys.synced': 'Disinkronkan',
  'passkeys.created': 'Dibuat',
  'passkeys.used': 'Terakhir dipakai',
  'passkeys.unsupported': 'Browser ini tidak mendukung passkey. Perbarui browser, atau pakai '
    + 'perangkat lain.',
  'passkeys.at_address': 'Passkey memerlukan alamat dengan nama, bukan angka. Buka portal lewat '
    + 'alamat resminya.',

  'passkeys.full': 'Batas 20 passkey tercapai. Hapus yang tidak dipakai.',
  'passkeys.add': 'Tambah passkey',
  'passkeys.name': 'Beri nama passkey baru',
  'passkeys.name_text': 'Setelah ini browser meminta sidik jari, wajah, PIN, atau kunci keamanan '
    + 'Anda.',
  'passkeys.label': 'Nama',
  'passkeys.label_hint': 'Agar Anda mengenalinya, misalnya “Laptop kantor”.',
  'passkeys.go_on': 'Lanjutkan',
  'passkeys.added': 'Passkey berhasil ditambahkan',
  'passkeys.rename': 'Ubah nama',
  'passkeys.renamed': 'Nama passkey berhasil diubah',
  'passkeys.remove': 'Hapus',
  'passkeys.remove_ask': 'Hapus passkey “{label}”?',
  'passkeys.remove_text': 'Passkey ini langsung tidak dapat dipakai untuk masuk. Hapus juga dari '
    + 'pengelola passkey di perangkat Anda.',
  'passkeys.remove_yes': 'Ya, hapus',
  'passkeys.removed': 'Passkey berhasil dihapus',

  'problem.passkey_cancelled': 'Permintaan passkey dibatalkan, atau waktunya habis. Coba lagi.',
  'problem.passkey_late': 'Waktu untuk memakai passkey habis. Coba lagi.',
  'problem.passkey_here': 'Perangkat atau kunci keamanan ini sudah mempunyai passkey untuk akun '
    + 'Anda.',
  'problem.passkey_address': 'Passkey tidak dapat dipakai di alamat ini. Buka portal lewat alamat '
    + 'resminya.',
  'problem.passkey_unsupported': 'Perangkat ini tidak dapat membuat passkey yang diminta. Pasang '
    + 'kunci layar atau PIN dulu, atau pakai perangkat lain.',
  'problem.passkey_failed': 'Perangkat tidak menyelesaikan permintaan passkey. Coba lagi, atau '
    + 'pakai perangkat lain.',
};
