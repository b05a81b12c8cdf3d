// @ts-check
/* Java 17 with java.net.http. */
import { BOUNDARY, pieces } from './multipart.js';
import { urlEncoded } from './prepare.js';
import { indented, isAscii, joinedLines, quoted } from './quote.js';

const PAD = ' '.repeat(12);
const DEEP = `${PAD}    `;

/* A text block: escapes are doubled, and the lines lose the indentation that they share. */
const block = text => `"""\n${DEEP}${indented(text.replaceAll('\\', '\\\\')
  .replaceAll('"""', '\\"""'), DEEP)}"""`;

const ofString = literal => `HttpRequest.BodyPublishers.ofString(${literal})`;
const text = body => ofString(joinedLines(body.text, quoted, '+', DEEP));

const ofFile = name => `HttpRequest.BodyPublishers.ofFile(Path.of(${quoted(name)}))`;

const piece = ({ text: words, file }) => (file === undefined
  ? ofString(joinedLines(words, quoted, '+', `${DEEP}    `))
  : ofFile(file));

const bodies = {
  json: body => (/^[{[]/.test(body.text) ? ofString(block(body.text)) : text(body)),
  text,
  file: ({ filename }) => ofFile(filename),
  form: ({ fields }) => ofString(quoted(urlEncoded(fields))),
  multipart: ({ parts }) => `HttpRequest.BodyPublishers.concat(\n${pieces(parts)
    .map(one => DEEP + piece(one)).join(',\n')})`,
};

const types = {
  form: 'application/x-www-form-urlencoded',
  multipart: `multipart/form-data; boundary=${BOUNDARY}`,
};

function way(method, body) {
  const publisher = body ? bodies[body.kind](body) : 'HttpRequest.BodyPublishers.noBody()';
  if (method === 'GET' && !body) return '.GET()';
  if (method === 'DELETE' && !body) return '.DELETE()';
  if (method === 'POST' || method === 'PUT') return `.${method}(${publisher})`;
  return `.method(${quoted(method)}, ${publisher})`;
}

const hasFile = body => body?.kind === 'file'
  || body?.parts?.some(part => part.filename !== undefined);

const imports = body => [
  'import java.net.URI;',
  ...['HttpClient', 'HttpRequest', 'HttpResponse'].map(name => `import java.net.http.${name};`),
  ...(hasFile(body) ? ['import java.nio.file.Path;'] : []),
];

const NOTE = '        // This client sends headers in ASCII: any other character arrives as "?".';

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function java({ method, url, headers, body }) {
  const type = body && (types[body.kind] ?? body.type);
  const typed = type ? [...headers, ['Content-Type', type]] : headers;
  return [
    ...imports(body), '',
    'public class Main {',
    '    public static void main(String[] args) throws Exception {',
    ...(typed.every(([, value]) => isAscii(value)) ? [] : [NOTE]),
    '        var request = HttpRequest',
    `${PAD}.newBuilder(URI.create(${quoted(url)}))`,
    ...typed.map(([name, value]) => `${PAD}.header(${quoted(name)}, ${quoted(value)})`),
    `${PAD}${way(method, body)}`,
    `${PAD}.build();`,
    '        var response = HttpClient.newHttpClient()',
    `${PAD}.send(request, HttpResponse.BodyHandlers.ofString());`,
    '        System.out.println(response.statusCode());',
    '        System.out.println(response.body());',
    '    }',
    '}',
  ].join('\n');
}
