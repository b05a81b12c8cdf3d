// @ts-check
/* Markup: html`…` escapes every value; render() is the only place that assigns innerHTML. */

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text that is safe to parse as HTML. Only html`…` makes it. */
class Markup {
  /** @param {string} text */
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

/* A value inside html`…`: nothing for null, undefined and false; lists one after another. */
const escape = (/** @type {unknown} */ value) => {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(escape).join('');
  if (value == null || value === false) return '';
  return String(value).replace(/[&<>"']/g, c => ENTITIES[c]);
};

/**
 * Markup from a template. Always quote attributes: html`<a href="${safeUrl(url)}">`.
 * @param {TemplateStringsArray} strings
 * @param {unknown[]} values
 */
export const html = (strings, ...values) =>
  new Markup(String.raw({ raw: strings }, ...values.map(escape)));

/** The attributes of a tag from an object: true alone, false and null not at all. */
export const attributes = (/** @type {Record<string, unknown>} */ values) =>
  Object.entries(values).map(([name, value]) => attribute(name, value));

function attribute(name, value) {
  if (!/^[a-z][a-z-]*$/.test(name) || name.startsWith('on')) {
    throw new TypeError(`not an attribute: ${name}`);
  }
  if (value == null || value === false) return '';
  return value === true ? html` ${name}` : html` ${name}="${value}"`;
}

const SCHEMES = ['https:', 'http:', 'mailto:', 'tel:'];

/** An address from data, or '#' when following it could run a script. */
export function safeUrl(url) {
  try {
    return SCHEMES.includes(new URL(url, 'https://base.invalid').protocol) ? String(url) : '#';
  } catch {
    return '#';
  }
}

/* From the folder beside: so they are found from a pack, too. */
const SCRIPTS = {
  captcha: new URL('../lib/captcha-worker.js', import.meta.url).href,
  authenticator: new URL('../authenticator/worker.js', import.meta.url).href,
};

const rules = {
  createHTML: (/** @type {string} */ text) => text,
  createScriptURL: (/** @type {string} */ url) => {
    if (!Object.values(SCRIPTS).includes(url)) throw new TypeError(`not a script of ours: ${url}`);
    return url;
  },
};
/** What Trusted Types let through. A library that parses HTML takes it; nobody else needs it. */
export const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('html', rules)
  ?? rules;

/** The address of a worker, 'captcha' or 'authenticator': no other is named at run time. */
export const workerUrl = name => policy.createScriptURL(SCRIPTS[name]);

/**
 * Replaces what is inside element.
 * @param {Element} element
 * @param {Markup} markup
 */
export function render(element, markup) {
  if (!(markup instanceof Markup)) throw new TypeError('render() takes html`…` only');
  element.innerHTML = policy.createHTML(markup.text);
}

/** Once what stands now is painted: for what would only keep its reader waiting. */
export const painted = () => new Promise(done => {
  requestAnimationFrame(() => setTimeout(done));
});
