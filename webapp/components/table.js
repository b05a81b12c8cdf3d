// @ts-check
/* Tables that become cards under 640 px, each value keeping its label; and "Muat lagi". */
import { attributes, html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

/**
 * columns: [{ label, cell(row), isHead?, isNumber?, isActions? }]
 * The column with isHead names the row. `caption` is read aloud; shown when `isCaptionShown`.
 */
export const table = ({ caption, columns, rows, isCaptionShown = false }) => html`
  <table class="table" role="table">
    <caption${!isCaptionShown && html` class="unseen"`}>${caption}</caption>
    <thead role="rowgroup"><tr role="row">${columns.map(headOf)}</tr></thead>
    <tbody role="rowgroup">${rows.map(row => html`
      <tr role="row">${columns.map(column => cellOf(column, row))}</tr>`)}</tbody>
  </table>`;

const kindOf = ({ isNumber, isActions }) =>
  (isNumber && 'cell--number') || (isActions && 'cell--actions') || '';

const headOf = column => html`
  <th role="columnheader" scope="col" class="${kindOf(column)}">
    ${column.isActions ? html`<span class="unseen">${column.label}</span>` : column.label}</th>`;

const cellOf = (column, row) => {
  const common = attributes({ 'data-label': column.label, 'class': kindOf(column) });
  return column.isHead
    ? html`<th scope="row" role="rowheader" ${common}>${column.cell(row)}</th>`
    : html`<td role="cell" ${common}>${column.cell(row)}</td>`;
};

/** "Muat lagi", while there is more: sends its cursor to the page's action `more`. */
export const moreButton = meta => meta?.next_cursor && html`
  <form data-action="more" class="more">
    <input type="hidden" name="cursor" value="${meta.next_cursor}">
    <button class="button" id="more">${t('list.more')}</button>
  </form>`;

/** A page's list with the next part added: for the action `more`. */
export const appended = (before, next) =>
  ({ ...before, data: [...before.data, ...next.data], meta: next.meta });
