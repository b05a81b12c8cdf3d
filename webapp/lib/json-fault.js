// @ts-check
/* Where a text stops being JSON. Browsers say it each in their own words, or not at all. */

const SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const ATOM = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;

const CLOSES = { '{': '}', '[': ']' };

const isJson = text => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/* What a reader of JSON waits for next, without recursion: nesting may be deep. */
class Reader {
  constructor(/** @type {string} */ text) {
    this.text = text;
    this.at = 0;
    /** @type {string[]} */
    this.open = [];
  }

  /** Passes what fits the pattern; false where it does not. */
  takes(/** @type {RegExp} */ pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (!found) return false;
    this.at += found[0].length;
    return true;
  }

  get letter() { return this.text[this.at] ?? ''; }

  space() { this.takes(SPACE); }

  /** A name and its colon. */
  name() {
    if (!this.takes(STRING)) return false;
    this.space();
    return this.takes(/:/y);
  }

  /** A scalar, or the start of a list or an object. */
  value() {
    for (this.space(); this.letter in CLOSES; this.space()) {
      const opened = this.letter;
      this.open.push(opened);
      this.at++;
      this.space();
      if (this.letter === CLOSES[opened]) return true;
      if (opened === '{' && !this.name()) return false;
    }
    return this.takes(STRING) || this.takes(ATOM);
  }

  /** After a value: what closes, or a comma and the next value. */
  rest() {
    for (this.space(); this.open.length; this.space()) {
      const opened = this.open[this.open.length - 1];
      if (this.letter === CLOSES[opened]) {
        this.open.pop();
        this.at++;
      } else if (!this.next(opened)) {
        return false;
      }
    }
    return this.at === this.text.length;
  }

  next(/** @type {string} */ opened) {
    if (!this.takes(/,/y)) return false;
    this.space();
    return (opened === '[' || this.name()) && this.value();
  }
}

/** The line and column, from 1, at which the text is no JSON any more; null where it is JSON. */
export function jsonFault(/** @type {string} */ text) {
  if (isJson(text)) return null;
  const reader = new Reader(text);
  if (reader.value()) reader.rest();
  const before = text.slice(0, reader.at).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}
