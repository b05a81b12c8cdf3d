/* Every page: its address, who may see it, and the module that draws it. One file an area.
 *
 * path   below /app; ':name' stands for one segment
 * who    anyone | guest | reader | signed-in | staff | reviewer | publisher | admin
 *        (reader: who is signed in, and anyone where bundles are public)
 * area   whose words (locales/<language>/<area>.js) and styles (css/areas/<area>.css) it needs;
 *        several as a list
 * page   imports the module when the page is first opened
 * frame  gate (sign-in and its kin) | wide | absent for the usual column
 * place  where the page stands in the navigation: { label, icon, order, phone, menu, group };
 *        menu: it stands in the reader's menu, too */
import { account } from './routes/account.js';
import { docs } from './routes/docs.js';
import { market } from './routes/market.js';
import { messages } from './routes/messages.js';
import { security } from './routes/security.js';
import { staff } from './routes/staff.js';
import { test } from './routes/test.js';
import { usage } from './routes/usage.js';

export const routes = [
  ...account, ...security, ...market, ...docs, ...test, ...usage, ...staff, ...messages,
];
