/* The development mailbox: what would have gone out by WhatsApp, SMS and e-mail. */
import { get, query as withQuery } from '../../lib/api.js';
import { html, safeUrl } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { plainBadge } from '../../components/badge.js';
import { copyButton } from '../../components/copy.js';
import { field } from '../../components/field.js';
import { icon } from '../../components/icon.js';
import { ago } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';

const CHANNELS = { whatsapp: ['good', 'message', 'WhatsApp'], sms: ['info', 'phone', 'SMS'],
  email: ['info', 'mail', 'E-mail'] };

export const title = () => t('outbox.title');

export async function load({ query }) {
  const receiver = query.get('to') ?? '';
  const { data } = await get(withQuery('/dev/outbox', { to: receiver }));
  return { receiver, messages: data };
}

const message = ({ channel, to: receiver, text, code, link, created_at: at }) => html`
  <li class="card message">
    <p class="message-head">${plainBadge(...CHANNELS[channel])} <b>${receiver}</b>
      <span class="soft">${ago(at)}</span></p>
    <p class="message-text">${text}</p>
    ${code && html`<p class="actions"><code class="message-code">${code}</code>
      ${copyButton(code, { what: t('outbox.code'), className: 'button--small' })}</p>`}
    ${link && html`<p class="break"><a href="${safeUrl(link)}">${link}</a></p>`}
  </li>`;

export const view = ({ receiver, messages }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('outbox.title')}</h1><p>${t('outbox.intro')}</p></div>
  </header>
  <form class="search" role="search" action="${to('/dev/outbox')}">
    ${field({
      name: 'to', label: t('outbox.to'), hint: t('outbox.to_hint'), value: receiver,
      type: 'search', maxlength: 254,
    })}
    <button class="button button--primary">${icon('search')} ${t('outbox.show')}</button>
  </form>
  ${messages.length
    ? html`<ul class="messages">${messages.map(message)}</ul>`
    : emptyState({
      name: 'mail', title: t('outbox.none'),
      text: t(receiver ? 'outbox.none_for' : 'outbox.none_text'),
    })}`;
