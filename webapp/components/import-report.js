// @ts-check
/* What an imported document gave: what was found, what was left out, what was taken otherwise. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { breakable, pointed } from './breaks.js';
import { icon } from './icon.js';

const KINDS = ['left', 'changed'];

const warning = ({ path, message }) => html`
  <li><code>${pointed(path) || '/'}</code><span>${message}</span></li>`;

const warningsOf = (kind, list) => list.length > 0 && html`
  <h3>${t(`publish.warnings_${kind}`, { count: list.length })}</h3>
  <ul class="warnings">${list.map(warning)}</ul>`;

/** Warnings with their places, those of what was left out first. */
export const warningLists = list => html`
  ${KINDS.map(kind => warningsOf(kind, list.filter(one => one.kind === kind)))}`;

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const servers = list => list.length > 0 && fact(t('publish.found_servers'), html`
  <ul class="plain">${list.map(({ url }) => html`<li><code>${breakable(url)}</code></li>`)}</ul>
  <p class="soft">${t('publish.found_servers_hint')}</p>`);

const security = schemes => Object.keys(schemes ?? {}).length > 0
  && fact(t('publish.found_security'), html`${Object.keys(schemes).join(', ')}
    <p class="soft">${t('publish.found_security_hint')}</p>`);

/** Figures of the document. */
export const reportFacts = found => html`
  <dl class="facts">
    ${fact(t('publish.found_format'), found.format)}
    ${fact(t('publish.endpoint_count'), number(found.endpoints))}
    ${fact(t('publish.found_schemas'), number(found.schemas))}
    ${servers(found.servers)}${security(found.security_schemes)}
  </dl>`;

/** All of what is to be noticed, or that nothing is. */
export const reportWarnings = found => (found.warning_count === 0
  ? html`<p class="note note--good">${icon('check')}
      <span>${t('publish.report_whole')}</span></p>`
  : html`<p class="note note--warn">${icon('alert')}
      <span>${t('publish.report_warnings', { count: found.warning_count })}</span></p>
    ${warningLists(found.warnings)}
    ${found.warning_count > found.warnings.length && html`
      <p class="soft">${t('publish.report_first', { count: found.warnings.length })}</p>`}`);
