// @ts-check
/* What markdown may cost its reader, whoever wrote it. Within a piece (markdown-pieces.js) marked's
 * work grows with the square of a paragraph's length, with the depth of lists and quotes and with
 * the cells that a table's rows leave out, a browser's with tags that are left open: each has a
 * bound here, beyond which a text stands as it was written. */

const PARAGRAPH = 4096;
const DEPTH = 12;
const ELEMENTS_DEEP = 40;

/* Where a text that is too long is parted: at a line's end, or a word's. */
function cutOf(text) {
  const part = text.slice(0, PARAGRAPH);
  const at = Math.max(part.lastIndexOf('\n'), part.lastIndexOf(' '));
  return at > PARAGRAPH / 2 ? at + 1 : PARAGRAPH;
}

/* How many cells a table that begins here would get, where there is one, and in how many bytes: a
 * row gets as many as the head has, whatever it says. */
function tableOf(text) {
  const line = text.slice(text.indexOf('\n') + 1).split('\n', 1)[0];
  if (!/^[\s|:-]*-[\s|:-]*$/.test(line)) return { cells: 0, size: 0 };
  const block = text.split(/\n[ \t]*\n/, 1)[0];
  return { cells: line.split('|').length * block.split('\n').length, size: block.length };
}

/* Cells that nobody wrote are soon millions. */
const FEW_CELLS = 200;
const isSparse = ({ cells, size }) => cells > Math.max(FEW_CELLS, size);

const plain = raw => ({ type: 'text', raw, text: raw, tokens: [{ type: 'text', raw, text: raw }] });

/** marked's lexer, with bounds. */
export const boundedLexer = Lexer => class extends Lexer {
  depth = 0;

  constructor(options) {
    super(options);
    const { tokenizer } = this, { table } = tokenizer;
    tokenizer.table = text => (isSparse(tableOf(text)) ? undefined : table.call(tokenizer, text));
  }

  blockTokens(text, tokens = [], ...rest) {
    if (this.depth >= DEPTH) {
      tokens.push(plain(text));
      return tokens;
    }
    this.depth += 1;
    try {
      return super.blockTokens(text, tokens, ...rest);
    } finally {
      this.depth -= 1;
    }
  }

  inlineTokens(text, tokens = []) {
    let rest = text;
    while (rest.length > PARAGRAPH) {
      const at = cutOf(rest);
      super.inlineTokens(rest.slice(0, at), tokens);
      rest = rest.slice(at);
    }
    return super.inlineTokens(rest, tokens);
  }
};

/* A browser repeats these in every paragraph while they are open: without attributes three of a
 * kind at most. */
const REPEATED = ['b', 'i', 'em', 'strong', 'code', 's'];

/* What a page shows nothing of, with its insides. */
const HIDDEN = 'script|style|svg|math|template|iframe|noscript|title|textarea|xmp|select';
const UNSEEN = new RegExp(
  `<!--[^]*?(?:-->|$)|<(${HIDDEN})[\\s/>][^]*?(?:</\\1\\s*>|$)`, 'gi');
const TAG = /<(\/?)([a-z][^\s/>]*)([^>]*)(?:>|$)/gi;

/** HTML within markdown, without the tags that are not allowed. */
export const tagsOf = (text, allowed) => text.replace(UNSEEN, '')
  .replace(TAG, (tag, slash, name, rest) => {
    const kind = name.toLowerCase();
    if (!allowed.includes(kind)) return '';
    return REPEATED.includes(kind) || slash ? `<${slash}${kind}>` : `<${kind}${rest}>`;
  });

/** What stands too deep loses its own structure. */
export function flatten(node, depth = 0) {
  for (const one of [...node.children]) {
    if (depth >= ELEMENTS_DEEP) one.replaceWith(one.textContent);
    else flatten(one, depth + 1);
  }
  return node;
}
