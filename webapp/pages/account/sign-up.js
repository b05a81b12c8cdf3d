/* Signing up: the person, their institution, and a password. */
import { post } from '../../lib/api.js';
import { captchaAhead } from '../../lib/captcha.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { recallFlow, rememberFlow } from '../../lib/storage.js';
import { waiting } from '../../lib/waiting.js';
import { choices, field, password, select } from '../../components/field.js';
import { gate } from '../../components/gate.js';

const INSTITUTIONS = ['kementerian', 'lembaga', 'pemerintah_provinsi',
  'pemerintah_kabupaten_kota', 'bumn_bumd', 'perguruan_tinggi', 'swasta', 'lainnya'];

const proof = captchaAhead();

export const title = () => t('sign_up.title');

const person = () => html`
  <fieldset class="form-part">
    <legend>${t('sign_up.person')}</legend>
    <div class="field--pair">
      ${field({
        name: 'first_name', label: t('sign_up.first_name'), required: true, maxlength: 100,
        autocomplete: 'given-name',
      })}
      ${field({
        name: 'last_name', label: t('sign_up.last_name'), required: true, maxlength: 100,
        autocomplete: 'family-name',
      })}
    </div>
    ${field({
      name: 'phone_number', label: t('sign_up.phone'), hint: t('sign_up.phone_hint'),
      type: 'tel', required: true, maxlength: 24, autocomplete: 'tel',
    })}
    ${field({
      name: 'email', label: t('sign_up.email'), hint: t('sign_up.email_hint'),
      type: 'email', required: true, maxlength: 254, autocomplete: 'email',
    })}
  </fieldset>`;

const institution = () => html`
  <fieldset class="form-part">
    <legend>${t('sign_up.institution')}</legend>
    ${field({
      name: 'institution_name', label: t('sign_up.institution_name'),
      hint: t('sign_up.institution_name_hint'), required: true, maxlength: 200,
      autocomplete: 'organization',
    })}
    ${select({
      name: 'institution_type', label: t('sign_up.institution_type'), required: true,
      empty: t('sign_up.choose'), options: INSTITUTIONS.map(i => [i, t(`institution_type.${i}`)]),
    })}
    ${choices({
      name: 'user_type', label: t('sign_up.user_type'), required: true,
      options: ['non_penyedia', 'penyedia']
        .map(type => [type, t(`user_type.${type}`), t(`user_type.${type}_hint`)]),
    })}
  </fieldset>`;

const credentials = () => html`
  <fieldset class="form-part">
    <legend>${t('sign_up.credentials')}</legend>
    ${field({
      name: 'username', label: t('sign_up.username'), hint: t('sign_up.username_hint'),
      required: true, minlength: 3, maxlength: 64, autocomplete: 'username',
      autocapitalize: 'none', spellcheck: 'false',
    })}
    ${password({
      name: 'password', label: t('sign_up.password'), hint: t('password.rules'), minlength: 8,
      autocomplete: 'new-password',
    })}
  </fieldset>`;

export const view = () => gate({
  title: t('sign_up.title'),
  intro: t('sign_up.intro'),
  body: html`
    <form class="form" data-action="register" novalidate>
      ${person()}${institution()}${credentials()}
      <p class="soft less">${t('captcha.note')}</p>
      <button class="button button--primary button--wide">${t('sign_up.submit')}</button>
    </form>`,
  below: html`
    <p>${t('sign_up.have_account')} <a href="${to('/sign-in')}">${t('sign_in.title')}</a></p>`,
});

export const ready = () => proof.begin();

async function register(values) {
  const captcha = await proof.answer();
  const token = recallFlow('sign-up')?.token;   // of an earlier try, whose names it gives back
  const answer = await post('/signup',
    { ...values, mode: 'OTP', platform: 'OSAS', captcha, token });
  const times = waiting({ expires_in: answer.exp_otp, resend_in: 60 });
  rememberFlow('sign-up', { token: answer.token, phone: values.phone_number, ...times });
  return { go: '/sign-up/verify' };
}

export const actions = { register };
