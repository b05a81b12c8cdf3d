// @ts-check
/* The form of a request, the same for a new one and for a revision. */
import { upload } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { checkbox, field, textarea } from './field.js';
import { fileField } from './file.js';
import { icon } from './icon.js';

const LETTER_MAX_MB = 10;

/** The fields, filled with what an earlier request said. */
export const requestFields = (request = {}) => html`
  ${field({
    name: 'application_name', label: t('request_form.application'), required: true,
    hint: t('request_form.application_hint'), value: request.application_name ?? '', maxlength: 120,
  })}
  ${textarea({
    name: 'purpose', label: t('request_form.purpose'), hint: t('request_form.purpose_hint'),
    value: request.purpose ?? '', required: true, maxlength: 2000,
  })}
  ${textarea({
    name: 'description', label: t('request_form.description'), maxlength: 4000, rows: '3',
    hint: t('request_form.description_hint'), value: request.description ?? '',
  })}
  ${field({
    name: 'expected_calls_per_day', label: t('request_form.calls'), type: 'number', min: '1',
    max: '1000000000', inputmode: 'numeric', value: request.expected_calls_per_day ?? '',
    hint: t('request_form.calls_hint'),
  })}
  ${field({
    name: 'contact_name', label: t('request_form.contact'), maxlength: 120, autocomplete: 'name',
    value: request.contact_name ?? '',
  })}
  ${field({
    name: 'contact_phone', label: t('request_form.contact_phone'), type: 'tel', maxlength: 24,
    autocomplete: 'tel', value: request.contact_phone ?? '', hint: t('request_form.phone_hint'),
  })}
  ${fileField({
    name: 'letter', label: t('request_form.letter'), accept: 'application/pdf,.pdf',
    hint: t('request_form.letter_hint', { size: `${LETTER_MAX_MB} MB` }), required: true,
    'data-max': LETTER_MAX_MB * 1024 * 1024,
  })}
  ${checkbox({ name: 'agreed', label: t('request_form.agree'), required: true })}
  <div class="actions">
    <button class="button button--primary">${icon('send')} ${t('request_form.submit')}</button>
  </div>`;

const OPTIONAL = ['description', 'contact_name', 'contact_phone'];

/** Sends the form; gives the request that came of it. */
export async function sendRequest(path, bundle, values, progress) {
  const { letter, agreed, expected_calls_per_day: calls, ...request } = values;
  for (const name of OPTIONAL) if (!request[name]) delete request[name];
  const body = { ...request, bundle, agreed: agreed === 'true' };
  if (calls) body.expected_calls_per_day = Number(calls);
  const form = new FormData();
  form.append('request', new Blob([JSON.stringify(body)], { type: 'application/json' }));
  form.append('letter', letter);
  return (await upload(path, form, progress)).data;
}
