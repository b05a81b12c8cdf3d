/* The start: language, session, then the page for the address. */
import { startActions } from './lib/action.js';
import { startBehaviours } from './lib/behaviours.js';
import { preferredLanguage, useLanguage } from './lib/i18n.js';
import { startPages } from './lib/page.js';
import { routes } from './routes.js';
import { startShell } from './components/shell.js';

await useLanguage(preferredLanguage());
startBehaviours();
startActions();
startShell(routes);
startPages(routes);
