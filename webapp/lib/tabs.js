// @ts-check
/* Tabs of one page: buttons with role="tab" in a role="tablist", each with a panel in
 * aria-controls, which hears 'tab-shown'. data-remember on the list keeps the chosen tab's
 * data-value in this browser. */
import { remember } from './storage.js';

const tabsOf = list => [...list.querySelectorAll('[role="tab"]')];

const panelOf = tab => document.getElementById(tab.getAttribute('aria-controls'));

/** Shows a tab's panel in place of the one before. */
export function chooseTab(tab) {
  const list = tab.closest('[role="tablist"]');
  for (const one of tabsOf(list)) {
    const isChosen = one === tab;
    one.setAttribute('aria-selected', String(isChosen));
    one.tabIndex = isChosen ? 0 : -1;
    panelOf(one).hidden = !isChosen;
  }
  panelOf(tab).dispatchEvent(new Event('tab-shown', { bubbles: true }));
  if (list.dataset.remember) remember(list.dataset.remember, tab.dataset.value);
}

/** Where a key leads from the tab at `at`; -1 when it is not a key of tabs. */
export function tabAfter(key, at, count) {
  const places = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: count - 1 };
  return key in places ? (places[key] + count) % count : -1;
}

/** Moves between tabs by the arrow keys, Home and End. */
export function moveTab(event) {
  const tab = event.target.closest?.('[role="tab"]');
  if (!tab || event.ctrlKey || event.altKey || event.metaKey) return;
  const tabs = tabsOf(tab.closest('[role="tablist"]'));
  const next = tabs[tabAfter(event.key, tabs.indexOf(tab), tabs.length)];
  if (!next) return;
  event.preventDefault();
  chooseTab(next);
  next.focus();
}
