/* The start: language, session, then the page for the address. */
import { startActions } from './lib/action.js';
import { startBehaviours } from './lib/behaviours.js';
import { preferredLanguage, useLanguage } from './lib/i18n.js';
import { startPages } from './lib/page.js';
import { below, match } from './lib/router.js';
import { useStyles } from './lib/styles.js';
import { routes } from './routes.js';
import { startShell } from './components/shell.js';

/* What the page will need comes along with the words; what fails is told when it is shown. */
const here = match(routes, below(location.pathname))?.route;
here?.page().catch(() => {});
useStyles(here?.area);

useLanguage(preferredLanguage(), here?.area).then(() => {
  startBehaviours();
  startActions();
  startShell(routes);
  startPages(routes);
});
