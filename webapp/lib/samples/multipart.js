// @ts-check
/* A multipart body made by hand, for languages without a maker of their own. */

/** What parts the parts; in no file by chance. */
export const BOUNDARY = '----simpul-9d41c07e5b2f8a36';

/** A name as browsers send it. */
export const inName = text =>
  text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** The header lines of a part, without those around them. */
export const disposition = ({ name, filename }) => `form-data; name="${inName(name)}"`
  + (filename === undefined ? '' : `; filename="${inName(filename)}"`);

/** The type of a file's part. */
export const typeOf = ({ type }) => type || 'application/octet-stream';

const head = part => `Content-Disposition: ${disposition(part)}\r\n`
  + `${part.filename === undefined ? '' : `Content-Type: ${typeOf(part)}\r\n`}\r\n`;

/** The pieces one after another: {text} and {file}. */
export function pieces(parts) {
  const all = [];
  parts.forEach((part, at) => {
    const start = `${at ? '\r\n' : ''}--${BOUNDARY}\r\n${head(part)}`;
    if (part.filename === undefined) all.push({ text: start + part.value });
    else all.push({ text: start }, { file: part.filename });
  });
  return [...all, { text: `${parts.length ? '\r\n' : ''}--${BOUNDARY}--\r\n` }];
}
