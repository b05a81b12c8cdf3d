/* While the app is still on its way, asks for what its first view will ask for: who is signed in,
 * and what the route's page loads (`early` in its module, which the server writes into the
 * document). lib/http.js gives each answer to the first who asks the same. */
(() => {
  const { route = '', calls = '' } =
    /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
  const recall = name => {
    try {
      return localStorage.getItem(`simpul.${name}`);
    } catch {
      return null;
    }
  };
  if (globalThis.simpulEarly || !recall('signed-in')) return;
  const headers = { 'Accept': 'application/json', 'Accept-Language': recall('language') ?? 'id' };

  /* A refresh token works once: one tab at a time, as in lib/session.js. */
  const typed = { ...headers, 'Content-Type': 'application/json' };
  const ask = () => fetch('/auth/refresh', { method: 'POST', headers: typed, body: '{}' });
  const answer = navigator.locks ? navigator.locks.request('simpul-refresh', ask) : ask();
  /* Without one nothing is asked: whoever is not signed in any more may be a welcome stranger. */
  const token = answer.then(response => response.clone().json())
    .then(json => json.token ?? Promise.reject());
  const get = async path =>
    fetch(path, { headers: { ...headers, Authorization: `Bearer ${await token}` } });

  /* ':slug' stands in the address at the same place as in the route. */
  const found = location.pathname.replace(/^\/app/, '').split('/');
  const names = route.split('/').map((part, i) => [part, found[i]])
    .filter(([part, value]) => part.startsWith(':') && value);
  const named = path => names.reduce((text, [name, value]) => text.replace(name, value), path);
  const paths = location.search ? [] : calls.split(' ').filter(Boolean).map(named);

  const early = new Map([['POST /auth/refresh', answer]]);
  for (const path of ['/profile', ...paths]) early.set(`GET ${path}`, get(path));
  for (const call of early.values()) call.catch(() => {});   // who asks the same asks once more
  globalThis.simpulEarly = early;
})();
