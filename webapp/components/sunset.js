// @ts-check
/* The dialog that asks on which day a bundle ends. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { formDialog } from './form-dialog.js';
import { field } from './field.js';

const DAY_MS = 86_400_000;

/** A day so many days from now, as a date input has it. */
export const dayAfter = days => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/** The end of a day in Jakarta as the server takes it: '2026-12-31' → '2026-12-31T16:59:59Z'. */
export const endOfDay = day =>
  new Date(`${day}T23:59:59+07:00`).toISOString().replace(/\.\d+Z$/, 'Z');

/** When the bundle shall end, or '' when the reader turned back. */
export async function askSunset(bundle) {
  const values = await formDialog({
    title: t('publish.deprecate_ask', { bundle: bundle.name }),
    text: t('publish.deprecate_text'), yes: t('publish.deprecate_yes'),
    fields: html`${field({
      name: 'day', label: t('publish.sunset'), hint: t('publish.sunset_hint'), type: 'date',
      required: true, min: dayAfter(1), value: bundle.sunset_at?.slice(0, 10) ?? dayAfter(90),
    })}`,
  });
  return values ? endOfDay(values.day) : '';
}

/** When a version shall end: '' for no day yet, null when the reader turned back. */
export async function askVersionSunset(version) {
  const values = await formDialog({
    title: t('publish.end_version_ask', { version: version.version }),
    text: t('publish.end_version_text'), yes: t('publish.deprecate_yes'),
    fields: html`${field({
      name: 'day', label: t('publish.sunset'), hint: t('publish.end_version_hint'), type: 'date',
      min: dayAfter(1), value: version.sunset_at?.slice(0, 10) ?? dayAfter(90),
    })}`,
  });
  return values && (values.day ? endOfDay(values.day) : '');
}
