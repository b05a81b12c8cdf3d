// @ts-check
/* A row of the audit log: when, who, what, to whom; the rest unfolds. */
import { query as withQuery } from '../lib/api.js';
import { html } from '../lib/html.js';
import { has, t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { icon } from './icon.js';
import { moment } from './moment.js';

const PLACES = { usr: '/admin/users/', req: '/admin/requests/', bdl: '/admin/bundles/' };

/** Where the thing with this id can be seen, or '' when it has no page: 'usr_…' → its account. */
export const placeOfId = id => {
  const place = PLACES[String(id ?? '').split('_')[0]];
  return place ? place + encodeURIComponent(id) : '';
};

/** The words for an action; its own name where there are none. */
export const actionWords = action => (has(`action.${action}`) ? t(`action.${action}`) : action);

const who = (row, names) => {
  if (!row.actor) return t('audit.portal');
  const name = names.get(row.actor);
  return html`<a href="${to(withQuery('/admin/audit', { actor: row.actor }))}"
    title="${t('audit.only_actor')}">${name ?? row.actor}</a>`;
};

const subject = (row, names) => {
  if (!row.subject) return '';
  const place = placeOfId(row.subject);
  const text = names.get(row.subject) ?? html`<code>${row.subject}</code>`;
  return html`<span class="audit-subject">${icon('arrow-right')}
    ${place ? html`<a href="${to(place)}">${text}</a>` : text}</span>`;
};

const fact = (label, value) =>
  value && html`<div><dt>${label}</dt><dd><code>${value}</code></dd></div>`;

const details = row => html`
  <details class="audit-more">
    <summary>${t('audit.details')}<span class="unseen">: ${actionWords(row.action)},
      ${row.number}</span></summary>
    <dl class="facts">
      ${fact(t('audit.number'), row.number)}
      ${fact(t('audit.action'), row.action)}
      ${fact(t('audit.actor'), row.actor)}
      ${fact(t('audit.subject'), row.subject)}
      ${fact(t('audit.ip'), row.ip)}
      ${Object.keys(row.detail ?? {}).length > 0 && html`<div><dt>${t('audit.detail')}</dt>
        <dd><pre class="code-block" tabindex="0">${JSON.stringify(row.detail, null, 2)}</pre></dd>
        </div>`}
      ${fact(t('audit.digest'), row.digest)}
      ${fact(t('audit.previous'), row.previous)}
    </dl>
  </details>`;

/** `names`: Map from account id to the name that people know. */
export const auditRow = (row, names) => html`
  <li class="audit-row">
    <span class="audit-when">${moment(row.at)}</span>
    <div class="audit-what">
      <p><b>${actionWords(row.action)}</b> ${subject(row, names)}</p>
      <p class="soft less">${t('audit.by')} ${who(row, names)}
        ${row.ip && html`· ${row.ip}`}</p>
      ${details(row)}
    </div>
  </li>`;
