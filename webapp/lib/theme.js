// @ts-check
/* The colour scheme: the system's, unless the reader chose one. */
import { forget, recall, remember } from './storage.js';

export const THEMES = ['system', 'light', 'dark'];

export const currentTheme = () => recall('theme') ?? 'system';

export function chooseTheme(theme) {
  if (theme === 'system') {
    forget('theme');
    delete document.documentElement.dataset.theme;
  } else {
    remember('theme', theme);
    document.documentElement.dataset.theme = theme;
  }
}
