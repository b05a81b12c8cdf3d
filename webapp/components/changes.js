// @ts-check
/* What a revision changed: each field with what it said before and says now. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

const isNothing = value => value == null || value === '';

const words = value => (isNothing(value) ? html`<i>${t('change.nothing')}</i>` : value);

const fromTo = ({ from, to }) => html`
  <dd><span class="unseen">${t('change.before')}</span><del>${words(from)}</del></dd>
  <dd><span class="unseen">${t('change.now')}</span><ins>${words(to)}</ins></dd>`;

const change = one => html`
  <div><dt>${t(`change.${one.field}`)}</dt>
    ${one.field === 'letter' ? html`<dd>${t('change.new_letter')}</dd>` : fromTo(one)}</div>`;

/** The latest revision of a timeline: { asked, changes }, or nothing when there was none. */
export function latestRevision(timeline) {
  const asked = timeline.findLastIndex(event => event.status === 'revision_requested');
  const sent = timeline.slice(asked + 1).findLast(event => event.status === 'submitted');
  if (asked < 0 || !sent) return null;
  return { asked: timeline[asked].note ?? '', changes: sent.changes ?? [] };
}

/** The card that a reviewer reads first when a request comes back. */
export function revisionCard(timeline) {
  const revision = latestRevision(timeline);
  if (!revision) return '';
  return html`
    <section class="card stack revision" aria-labelledby="revision">
      <h2 id="revision">${icon('pencil')} ${t('change.title')}</h2>
      ${revision.asked && html`<p class="soft">${t('change.asked')} “${revision.asked}”</p>`}
      ${revision.changes.length > 0
        ? html`<dl class="changes">${revision.changes.map(change)}</dl>`
        : html`<p>${t('change.none')}</p>`}
    </section>`;
}
