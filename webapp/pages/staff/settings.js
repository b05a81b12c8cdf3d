/* Settings as sentences with switches; a change holds at once. */
import { get, patch } from '../../lib/api.js';
import { number } from '../../lib/format.js';
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

const amount = (one, value, id) => html`
  <span class="setting-number">
    <input type="number" id="${id}" name="value" value="${value}" required min="${one.min}"
           max="${one.max}" step="1" inputmode="numeric" aria-describedby="${id}-effect">
    <button class="button">${t('settings.save')}<span class="unseen"> ${one.meaning}</span></button>
  </span>`;

const controls = { switch: toggle, choice, number: amount };
const actionOf = { switch: 'turn', choice: 'choose', number: 'count' };

/* What the present choice means for people. */
const effects = {
  switch: (one, value) => words(one.name, value ? 'on' : 'off'),
  choice: (one, value) => words(one.name, `is_${value}`),
  number: one => t('settings.range', { min: number(one.min), max: number(one.max) }),
};

const setting = (one, value) => {
  const id = `set-${one.name}`;
  return html`
    <li class="setting">
      <form data-action="${actionOf[one.kind]}" data-key="${one.name}" data-problems="toast"
            novalidate>
        <input type="hidden" name="name" value="${one.name}">
        <div class="setting-line">
          <label for="${id}">${one.meaning}</label>
          ${controls[one.kind](one, value, id)}
        </div>
        ${settingPicture(one.name, value)}
        <p class="setting-effect" id="${id}-effect">${icon('info')}
          <span>${effects[one.kind](one, value)} <code>${one.name}</code></span></p>
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
  count: ({ name, value }, { form }) => save(form, name, Number(value)),
};
