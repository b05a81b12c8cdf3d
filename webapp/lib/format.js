// @ts-check
/* Dates, numbers and sizes as people write them: 21 Nov 2026, 22.47 WIB. */
import { locale, t } from './i18n.js';

const ZONES = { 'Asia/Makassar': 'WITA', 'Asia/Ujung_Pandang': 'WITA', 'Asia/Jayapura': 'WIT' };

/* The reader's zone where it is one of Indonesia's, else Jakarta's. */
function zone() {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return own in ZONES ? { name: own, short: ZONES[own] } : { name: 'Asia/Jakarta', short: 'WIB' };
}

const dateWith = (time, options) =>
  new Intl.DateTimeFormat(locale(), { timeZone: zone().name, ...options }).format(new Date(time));

/** '21 Nov 2026' */
export const date = time =>
  dateWith(time, { day: 'numeric', month: 'short', year: 'numeric' });

/** '22.47' */
export const clock = time =>
  dateWith(time, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** '22.47.05' */
export const clockToSecond = time =>
  dateWith(time, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

/** '21 Nov' */
export const dayMonth = time => dateWith(time, { day: 'numeric', month: 'short' });

/** '21 Nov 2026, 22.47 WIB' */
export const dateTime = time => `${date(time)}, ${clock(time)} ${zone().short}`;

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['year', 31536000], ['month', 2592000], ['day', 86400], ['hour', 3600], ['minute', 60],
];

/** '3 jam yang lalu', 'kemarin', 'baru saja' */
export function relative(time, now = Date.now()) {
  const seconds = (new Date(time).getTime() - now) / 1000;
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? [];
  if (!unit || !size) return t('time.now');
  const words = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  return words.format(Math.trunc(seconds / size), unit);
}

/* The same in both languages, without starting what formats, which a slow PC takes 50 ms for. */
const isShort = value => Number.isInteger(value) && value >= 0 && value < 1000;

/** '1.234.567' */
export const number = value =>
  isShort(value) ? String(value) : new Intl.NumberFormat(locale()).format(value);

/** '12,5%' of a share from 0 to 1; '< 0,1%' for a little */
export function percent(share) {
  const words = new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 1 });
  return share > 0 && share < 0.0005 ? `< ${words.format(0.001)}` : words.format(share);
}

/** '8,4 ms', '120 ms', '1,25 s'; '< 0,1 ms' for hardly any time, '–' for none */
export function duration(ms) {
  if (ms == null) return '–';
  if (ms > 0 && ms < 0.05) return `< ${duration(0.1)}`;
  const [value, unit] = ms < 1000 ? [ms, 'ms'] : [ms / 1000, 's'];
  const digits = { maximumFractionDigits: unit === 's' ? 2 : value < 10 ? 1 : 0 };
  return `${new Intl.NumberFormat(locale(), digits).format(value)} ${unit}`;
}

/** '2,4 MB' */
export function bytes(size) {
  const unit = size >= 1e6 ? 'MB' : size >= 1e3 ? 'kB' : 'B';
  const scaled = size / { MB: 1e6, kB: 1e3, B: 1 }[unit];
  const digits = { maximumFractionDigits: unit === 'MB' ? 1 : 0 };
  return `${new Intl.NumberFormat(locale(), digits).format(scaled)} ${unit}`;
}

/** 45 → '0:45' */
export const countdown = seconds =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
