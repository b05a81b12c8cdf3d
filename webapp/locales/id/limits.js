/* Limits and quotas of calls. */
export default {
  'limits.title': 'Batas panggilan',
  'limits.none': 'Tanpa batas panggilan.',
  'limits.rate': 'Laju',
  'limits.rate_is': '{rate} panggilan per detik, paling banyak {burst} sekaligus',
  'limits.rate_per_second': 'Panggilan per detik',
  'limits.burst': 'Paling banyak sekaligus',
  'limits.quota_per_day': 'Kuota per hari',
  'limits.quota_per_month': 'Kuota per bulan',
  'limits.day': 'Kuota hari ini',
  'limits.month': 'Kuota bulan ini',
  'limits.used': '{used} dari {limit} terpakai',
  'limits.is_low': 'Hampir habis.',
  'limits.is_full': 'Habis.',
  'limits.renewed': 'Diperbarui',

  'limits.part': 'Batas panggilan',
  'limits.part_hint': 'Berlaku bagi setiap pemohon yang disetujui, untuk semua API Key-nya '
    + 'bersama-sama. Kosongkan agar tanpa batas.',
  'limits.usual': 'Kosongkan agar mengikuti bundle: {limit}.',
  'limits.usual_none': 'Kosongkan agar tanpa batas, seperti bundle ini.',

  'limits.grant_part': 'Batas khusus bila disetujui',
  'limits.change': 'Ubah batas',
  'limits.changed': 'Batas baru berlaku mulai panggilan berikutnya',
  'limits.key_set': 'Atur batas',
  'limits.key_set_named': 'Atur batas {label}',
  'limits.key_set_short': 'Batas',
  'limits.key_title': 'Batas {label}',
  'limits.key_text': 'Berlaku untuk kunci ini di semua bundle, di samping batas setiap akses. '
    + 'Yang lebih ketat yang dipakai.',
  'limits.key_more': 'Batas kunci ini',
  'limits.key_save': 'Simpan batas',
};
