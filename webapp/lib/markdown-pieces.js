// @ts-check
/* A long text in markdown comes in pieces, each formatted when it comes near the window. */

const PIECE = 16 * 1024;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/* A line that is longer than a piece comes in several. */
const linesOf = text => text.split('\n')
  .flatMap(line => (line.length > PIECE ? line.match(/.{1,16384}/gs) ?? [] : [line]));

/* The mark of the code block that is open behind the line; '' for none. */
function fenceAfter(fence, line) {
  const mark = FENCE.exec(line)?.[1];
  if (!mark) return fence;
  if (!fence) return mark;
  return mark[0] === fence[0] && mark.length >= fence.length ? '' : fence;
}

/** A long text's pieces, parted where paragraphs are; code that is parted stays code. */
export function piecesOf(text) {
  if (text.length <= PIECE) return [text];
  const pieces = [];
  let piece = '', fence = '';
  for (const line of linesOf(text)) {
    const isBreak = !fence && !line.trim() && piece.length > PIECE * 3 / 4;
    if (piece && (isBreak || piece.length + line.length > PIECE)) {
      pieces.push(piece + fence);
      piece = fence && `${fence}\n`;
    }
    piece += `${line}\n`;
    fence = fenceAfter(fence, line);
  }
  return [...pieces, piece];
}
