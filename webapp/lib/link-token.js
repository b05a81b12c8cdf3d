// @ts-check
/* The token of a link that was sent. It is taken out of the address at once, so that it stays
 * neither on the screen nor in the history, and goes to no other site. */

/** The token of the present address, behind '#' or '?'; '' without one. */
export function takeToken() {
  const given = new URLSearchParams(location.hash.slice(1)).get('token')
    ?? new URLSearchParams(location.search).get('token') ?? '';
  if (given) history.replaceState(history.state, '', location.pathname);
  return given;
}
