/* Settings as sentences with switches; a change holds at once. */
import { get, patch } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { has, t } from '../../lib/i18n.js';
import { icon } from '../../components/icon.js';
import { settingPicture } from '../../components/setting-picture.js';

export const title = () => t('settings.title');

export const load = () => get('/admin/settings');

const words = (name, key, fallback = '') =>
  (has(`setting.${name}.${key}`) ? t(`setting.${name}.${key}`) : fallback);

const toggle = (one, isOn, id) => html`
  <input class="switch" type="checkbox" role="switch" id="${id}" name="value" value="true"
         data-submit aria-describedby="${id}-effect" ${isOn && html`checked`}>`;

const choice = (one, chosen, id) => html`
  <select id="${id}" name="value" data-submit aria-describedby="${id}-effect">
    ${one.choices.split('|').map(value => html`
      <option value="${value}"${value === chosen && html` selected`}>
        ${words(one.name, value, value)}</option>`)}
  </select>`;

/* What the present choice means for people. */
const effect = (one, value) => words(one.name, one.kind === 'switch' ? (value ? 'on' : 'off')
  : `is_${value}`);

const setting = (one, value) => {
  const id = `set-${one.name}`;
  return html`
    <li class="setting">
      <form data-action="${one.kind === 'switch' ? 'turn' : 'choose'}" data-key="${one.name}"
            data-problems="toast">
        <input type="hidden" name="name" value="${one.name}">
        <div class="setting-line">
          <label for="${id}">${one.meaning}</label>
          ${one.kind === 'switch' ? toggle(one, value, id) : choice(one, value, id)}
        </div>
        ${settingPicture(one.name, value)}
        <p class="setting-effect" id="${id}-effect">${icon('info')}
          <span>${effect(one, value)} <code>${one.name}</code></span></p>
      </form>
    </li>`;
};

export const view = ({ data, meta }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('settings.title')}</h1><p>${t('settings.intro')}</p></div>
  </header>
  <ul class="card settings">${meta.settings.map(one => setting(one, data[one.name]))}</ul>`;

/* What is refused goes back to where it was. */
async function save(form, name, value) {
  try {
    await patch('/admin/settings', { [name]: value });
  } catch (error) {
    form.reset();
    throw error;
  }
  return { say: t('settings.saved') };
}

export const actions = {
  turn: ({ name, value }, { form }) => save(form, name, value === 'true'),
  choose: ({ name, value }, { form }) => save(form, name, value),
};
