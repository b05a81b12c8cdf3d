/* The profile: what is registered, the name that may be changed, and the basic data. */
import { blobUrl, get, patch, Problem, upload } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { has, t } from '../../lib/i18n.js';
import { renew } from '../../lib/session.js';
import { accountTabs } from '../../components/account-tabs.js';
import { institutionBadge } from '../../components/badge.js';
import { contactFact, contactWaits } from '../../components/contact.js';
import { choices, field } from '../../components/field.js';
import { fileField } from '../../components/file.js';
import { icon } from '../../components/icon.js';

export const title = () => t('profile.title');

const pictureOf = profile => (profile.profile_image_url
  ? blobUrl(profile.profile_image_url).catch(error => {
    if (error instanceof Problem) return null;
    throw error;
  })
  : null);

export async function load() {
  const [{ data }, { data: { pending } }] =
    await Promise.all([get('/profile'), get('/profile/contact')]);
  return { profile: data, pending, picture: await pictureOf(data) };
}

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value || '–'}</dd></div>`;

const typeOf = institution =>
  (has(`institution_type.${institution.type}`)
    ? t(`institution_type.${institution.type}`) : institution.type);

const institutionStatus = ({ status, note }) => html`
  ${institutionBadge(status)}${note && html`<p class="soft">${note}</p>`}`;

const facts = ({ profile, picture }) => html`
  <section class="card" aria-labelledby="data">
    <div class="person">
      ${picture
        ? html`<img class="portrait" src="${picture}" alt="${t('profile.picture_of', profile)}">`
        : html`<span class="portrait portrait--none">${icon('person')}</span>`}
      <div>
        <h2 id="data">${profile.name}</h2>
        <p class="soft">${t(`role.${profile.role}`)}</p>
      </div>
    </div>
    <dl class="facts">
      ${fact(t('profile.name'), profile.name)}
      ${fact(t('profile.username'), profile.username)}
      ${fact(t('profile.phone'), contactFact('phone_number', profile.phone_number))}
      ${fact(t('profile.email'), contactFact('email', profile.email))}
      ${profile.institution?.name && html`
        ${fact(t('profile.institution'), html`${profile.institution.name}
          <span class="soft">· ${typeOf(profile.institution)}</span>`)}
        ${fact(t('profile.institution_status'), institutionStatus(profile.institution))}`}
      ${profile.user_type && fact(t('sign_up.user_type'), t(`user_type.${profile.user_type}`))}
    </dl>
  </section>`;

const nameForm = profile => html`
  <section class="card" aria-labelledby="name-title">
    <h2 id="name-title">${t('profile.change_name')}</h2>
    <form class="form" data-action="rename" novalidate>
      ${field({
        name: 'name', label: t('profile.name_short'), value: profile.name, required: true,
        maxlength: 200, autocomplete: 'name',
      })}
      <div class="actions">
        <button class="button button--primary">${t('profile.change')}</button></div>
    </form>
  </section>`;

const today = () => new Date().toISOString().slice(0, 10);

/* The source's form has the number in it: the one registered goes along as it is. */
const phoneField = ({ phone_number: number }) => (number
  ? html`<input type="hidden" name="phone_number" value="${number}">`
  : field({
    name: 'phone_number', label: t('profile.phone'), type: 'tel', required: true,
    maxlength: 24, autocomplete: 'tel', hint: t('profile.phone_hint'),
  }));

const basicForm = profile => html`
  <section class="card" aria-labelledby="basic-title">
    <h2 id="basic-title">${t('profile.basic')}</h2>
    <form class="form" data-action="saveBasic" novalidate>
      ${choices({
        name: 'gender', label: t('profile.gender'), required: true, value: profile.gender,
        options: [['Laki-Laki', t('gender.male')], ['Perempuan', t('gender.female')]],
      })}
      ${field({
        name: 'date_of_birth', label: t('profile.date_of_birth'), type: 'date', required: true,
        value: profile.date_of_birth, min: '1900-01-01', max: today(), autocomplete: 'bday',
      })}
      ${phoneField(profile)}
      ${fileField({
        name: 'profile_img', label: t('profile.picture'), hint: t('profile.picture_hint'),
        accept: 'image/jpeg,image/png,image/webp', 'data-max': 5 * 1024 * 1024,
      })}
      <div class="actions"><button class="button button--primary">${t('form.save')}</button></div>
    </form>
  </section>`;

export const view = data => html`
  <header class="page-head"><h1 tabindex="-1">${t('profile.title')}</h1></header>
  ${accountTabs('/profile')}
  <div class="with-aside profile">
    ${facts(data)}
    <div class="stack">
      ${contactWaits(data.pending)}${nameForm(data.profile)}${basicForm(data.profile)}</div>
  </div>`;

async function rename({ name }) {
  await patch('/profile', { name });
  await renew();
  return { say: t('profile.changed') };
}

async function saveBasic({ profile_img: file, ...basic }, { progress }) {
  const form = new FormData();
  form.append('basic_profile', JSON.stringify(basic));
  if (file.size) form.append('profile_img', file);
  await upload('/update-basic-profile', form, progress);
  await renew();
  return { say: t('profile.changed') };
}

export const actions = { rename, saveBasic };
