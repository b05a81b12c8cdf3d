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
  'limits.part_hint': 'Dihitung per pemohon yang disetujui, dari semua API Key miliknya. '
    + 'Kosongkan agar tanpa batas.',
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

  'shield.part': 'Perlindungan upstream',
  'shield.validates': 'Periksa permintaan terhadap dokumen',
  'shield.validates_hint': 'Panggilan yang tidak sesuai dokumen OpenAPI ditolak dengan daftar kesalahannya '
    + 'sebelum sampai ke upstream; begitu juga alamat dan metode yang tidak ada di '
    + 'dokumen.',
  'shield.part_hint': 'Menjaga server penyedia dari panggilan yang terlalu banyak, besar, atau '
    + 'lama. Kosongkan agar tanpa batas. Seperempat panggilan bersamaan disisihkan untuk '
    + 'anggota yang belum punya panggilan berjalan.',
  'shield.concurrent_calls': 'Panggilan bersamaan',
  'shield.call_timeout_ms': 'Lama satu panggilan (detik)',
  'shield.request_bytes': 'Isi permintaan (MB)',
  'shield.response_bytes': 'Isi jawaban (MB)',
  'shield.breaker': 'Pemutus arus',
  'shield.enabled': 'Istirahatkan upstream yang bermasalah',
  'shield.enabled_hint': 'Bila terlalu banyak panggilan gagal dalam 10 detik, panggilan ditolak '
    + 'sebentar, lalu dicoba satu per satu.',
  'shield.error_percent': 'Gagal paling banyak (%)',
  'shield.min_calls': 'Dinilai setelah (panggilan)',
  'shield.slow_ms': 'Lambat bila melebihi (detik)',
  'shield.rest_s': 'Istirahat (detik)',
  'shield.cors': 'Pemanggilan dari browser (CORS)',
  'shield.origins': 'Asal yang diizinkan',
  'shield.origins_hint': 'Satu per baris, misalnya https://peta.contoh.go.id; * untuk semua.',
  'shield.credentials': 'Dengan kredensial',
  'shield.credentials_hint': 'Halaman boleh menyertakan cookie. Tidak dapat bersama *.',

  'shield.health': 'Keadaan upstream',
  'shield.is_closed': 'Normal',
  'shield.is_open': 'Diistirahatkan',
  'shield.is_half_open': 'Dicoba lagi',
  'shield.means_closed': 'Panggilan diteruskan.',
  'shield.means_open': 'Terlalu banyak panggilan gagal; panggilan ditolak dulu. '
    + 'Periksa server penyedia dan alamat upstreamnya.',
  'shield.means_half_open': 'Satu panggilan diteruskan untuk mencoba; yang lain '
    + 'masih ditolak.',
  'shield.until': 'Dicoba lagi',
  'shield.since': 'Bermasalah sejak',
  'shield.lately': '10 detik terakhir: {calls} panggilan, {failed} gagal atau lambat.',
  'shield.opened': { other: 'Diistirahatkan {count} kali sejak portal dinyalakan.' },
};
