// @ts-check
/* One account: its name, its place in the list, how its codes are made, and its end. */
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { field } from '../../components/field.js';
import { icon } from '../../components/icon.js';
import { moment } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { backLink } from '../components/back.js';
import { account, accounts, change, forget, move } from '../lib/accounts.js';
import { nameOf } from '../lib/names.js';
import { leave } from '../lib/portal.js';

export const title = data => (data.account ? nameOf(data.account) : t('account.missing'));

export async function load({ params }) {
  const all = await accounts();
  return {
    account: await account(params.id), count: all.length,
    place: all.findIndex(one => one.id === params.id) + 1,
  };
}

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const approval = ({ deviceId, refusedAt }) => {
  if (!deviceId) return t('account.codes_only');
  return t(refusedAt ? 'account.refused' : 'account.paired');
};

const facts = one => html`
  <section class="card"><h2>${t('account.facts')}</h2>
    <dl class="facts">
      ${fact(t('account.issuer'), one.issuer || t('account.no_issuer'))}
      ${fact(t('account.approval'), approval(one))}
      ${fact(t('account.manner'), t('account.manner_text',
        { hash: one.hash, digits: one.digits, period: one.period }))}
      ${fact(t('account.added'), moment(one.addedAt))}
    </dl>
  </section>`;

const nameForm = one => html`
  <section class="card"><h2>${t('account.rename')}</h2>
    <form class="form" data-action="rename" novalidate>
      ${field({ name: 'name', label: t('account.name'), value: one.name, required: true,
        maxlength: 128 })}
      <div class="actions"><button class="button">${t('form.save')}</button></div>
    </form>
  </section>`;

const moveForm = (by, sign, label, isOff) => html`
  <form data-action="move"><input type="hidden" name="by" value="${by}">
    <button class="button" id="move${by}"${isOff && html` disabled`}>${icon(sign)} ${label}</button>
  </form>`;

const order = ({ place, count }) => count > 1 && html`
  <section class="card stack"><h2>${t('account.order')}</h2>
    <p>${t('account.place', { place, total: count })}</p>
    <div class="actions">
      ${moveForm(-1, 'arrow-up', t('account.up'), place === 1)}
      ${moveForm(1, 'arrow-down', t('account.down'), place === count)}
    </div>
  </section>`;

const removal = one => html`
  <section class="card stack"><h2>${t('account.remove')}</h2>
    <p>${t(one.deviceId && !one.refusedAt ? 'account.remove_paired' : 'account.remove_text')}</p>
    <form data-action="remove" data-confirm="${t('account.remove_ask', { account: nameOf(one) })}"
          data-confirm-text="${t('account.remove_warn')}" data-confirm-yes="${t('account.yes')}">
      <button class="button button--danger">${icon('trash')} ${t('account.remove_button')}</button>
    </form>
  </section>`;

const missing = () => html`
  <h1 class="unseen" tabindex="-1">${t('account.missing')}</h1>
  ${emptyState({
    name: 'search', title: t('account.missing'), action: backLink(t('code_list.title')),
  })}`;

const refusedNote = one => one.refusedAt && html`
  <p class="note note--bad">${icon('alert')}<span>${t('account.refused_text')}</span></p>`;

export const view = data => (data.account ? html`
  <div class="stack narrow">
    <header>${backLink(t('code_list.title'))}<h1 tabindex="-1">${title(data)}</h1></header>
    ${refusedNote(data.account)}
    ${nameForm(data.account)}${order(data)}${facts(data.account)}${removal(data.account)}
  </div>` : missing());

export const actions = {
  rename: async ({ name }, { params }) => {
    await change(params.id, { name });
    return { say: t('account.renamed') };
  },
  move: async ({ by }, { params, data }) => {
    const place = await move(params.id, Number(by));
    return { say: t('account.place', { place, total: data.count }) };
  },
  remove: async (values, { params, data }) => {
    await forget(params.id);
    if (data.account.deviceId) leave(data.account).catch(() => {});   /* it goes either way */
    return { go: '/authenticator/', replace: true, say: t('account.removed') };
  },
};
