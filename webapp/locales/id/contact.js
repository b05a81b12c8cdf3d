/* Mengganti nomor WhatsApp dan alamat e-mail. */
export default {
  'contact.change': 'Ubah',
  'contact.change_phone_number': 'Ubah nomor WhatsApp',
  'contact.change_email': 'Ubah alamat e-mail',
  'contact.new_phone_number': 'Nomor WhatsApp baru',
  'contact.new_email': 'Alamat e-mail baru',
  'contact.now': 'Sekarang',
  'contact.none': 'belum ada',
  'contact.about_phone_number':
    'Kami mengirim Kode OTP melalui WhatsApp ke nomor baru. Nomor lama tetap berlaku sampai kode '
    + 'itu Anda masukkan; setelah itu nomor lama dan e-mail Anda diberi tahu.',
  'contact.about_email':
    'Kami mengirim Kode OTP ke alamat baru. Alamat lama tetap berlaku sampai kode itu Anda '
    + 'masukkan; setelah itu alamat lama dan nomor WhatsApp Anda diberi tahu.',
  'contact.send': 'Kirim Kode OTP',
  'contact.back': 'Kembali ke profil',
  'contact.sent_phone_number': 'Kode OTP dikirim melalui WhatsApp ke',
  'contact.sent_email': 'Kode OTP dikirim ke',
  'contact.until': 'Yang lama tetap berlaku sampai kode ini dimasukkan.',
  'contact.hint_phone_number': '6 angka dari pesan WhatsApp terakhir.',
  'contact.hint_email': '6 angka dari e-mail terakhir. Periksa juga folder spam.',
  'contact.give_up': 'Batalkan perubahan',
  'contact.given_up': 'Perubahan dibatalkan. Tidak ada yang berubah.',
  'contact.over': 'Perubahan ini sudah berakhir. Mulai lagi dari profil.',
  'contact.done_phone_number': 'Nomor WhatsApp berhasil diubah',
  'contact.done_email': 'Alamat e-mail berhasil diubah',
  'problem.otp_invalid_email':
    'Kode OTP Tidak Sesuai. Periksa e-mail terakhir, atau kirim ulang kode.',
  'contact.waits': 'Menunggu Kode OTP untuk',
  'contact.enter': 'Masukkan kode',
};
