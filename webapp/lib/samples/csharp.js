// @ts-check
/* C# with HttpClient: .NET, and .NET Framework from C# 7.1 on. */
import { BOUNDARY, pieces } from './multipart.js';
import { isAscii, joinedLines, quoted, verbatim } from './quote.js';

const PAD = ' '.repeat(8);
const DEEP = `${PAD}    `;

const ofType = type =>
  [`${PAD}request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(${quoted(type)});`];
const ofString = (literal, type) =>
  [`${PAD}request.Content = new StringContent(${literal});`, ...ofType(type)];

const field = ([name, value]) =>
  `${DEEP}new KeyValuePair<string, string>(${quoted(name)}, ${quoted(value)}),`;

/* The client takes the names of fields with their quotes. Names beyond ASCII it would write in a
 * form that few servers read, so that such bodies are made by hand. */
const isSimple = text => isAscii(text) && !/["\\]/.test(text);
const areSimple = parts => parts.every(({ name, filename = '' }) =>
  isSimple(name) && isSimple(filename));

const part = ({ name, value, filename, type }, at) => {
  const label = quoted(`"${name}"`);
  if (filename === undefined) {
    return [`${PAD}form.Add(new StringContent(${quoted(value)}), ${label});`];
  }
  const file = `file${at + 1}`;
  return [
    `${PAD}var ${file} = new ByteArrayContent(File.ReadAllBytes(${quoted(filename)}));`,
    ...(type ? [`${PAD}${file}.Headers.ContentType = MediaTypeHeaderValue.Parse(${quoted(type)});`]
      : []),
    `${PAD}form.Add(${file}, ${label}, ${quoted(filename)});`,
  ];
};

const piece = ({ text, file }) => (file === undefined
  ? `Encoding.UTF8.GetBytes(${joinedLines(text, quoted, '+', `${DEEP}    `)})`
  : `File.ReadAllBytes(${quoted(file)})`);

const byHand = parts => [
  `${PAD}request.Content = new ByteArrayContent(new[] {`,
  ...pieces(parts).map(one => `${DEEP}${piece(one)},`),
  `${PAD}}.SelectMany(bytes => bytes).ToArray());`,
  ...ofType(`multipart/form-data; boundary=${BOUNDARY}`),
];

const bodies = {
  json: ({ text, type }) => ofString(verbatim(text), type),
  text: ({ text, type }) => ofString(joinedLines(text, quoted, '+', DEEP), type),
  file: ({ filename, type }) => [
    `${PAD}request.Content = new ByteArrayContent(File.ReadAllBytes(${quoted(filename)}));`,
    ...ofType(type)],
  form: ({ fields }) => [
    `${PAD}request.Content = new FormUrlEncodedContent(new KeyValuePair<string, string>[] {`,
    ...fields.map(field), `${PAD}});`],
  multipart: ({ parts }) => (areSimple(parts) ? [
    `${PAD}var form = new MultipartFormDataContent();`, ...parts.flatMap(part),
    `${PAD}request.Content = form;`] : byHand(parts)),
};

const USING = {
  json: ['System.Net.Http.Headers'], text: ['System.Net.Http.Headers'],
  file: ['System.IO', 'System.Net.Http.Headers'], form: ['System.Collections.Generic'],
  multipart: ['System.IO', 'System.Linq', 'System.Net.Http.Headers', 'System.Text'],
};

/* Headers that .NET keeps with the content, and refuses with the request. */
const OF_CONTENT = /^(allow|content-.*|expires|last-modified)$/i;
const header = body => ([name, value]) => {
  const holder = OF_CONTENT.test(name) ? 'request.Content' : 'request';
  if (holder !== 'request' && !body) return [];
  return [`${PAD}${holder}.Headers.TryAddWithoutValidation(${quoted(name)}, ${quoted(value)});`];
};

const NOTE = `${PAD}// .NET refuses headers beyond ASCII unless the handler names their encoding.`;

const usings = body => ['System', 'System.Net.Http', 'System.Threading.Tasks',
  ...(USING[body?.kind] ?? [])].sort().map(name => `using ${name};`);

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function csharp({ method, url, headers, body }) {
  return [
    ...usings(body), '',
    'class Program', '{',
    '    static async Task Main()', '    {',
    `${PAD}var client = new HttpClient();`,
    `${PAD}var request = new HttpRequestMessage(`,
    `${DEEP}new HttpMethod(${quoted(method)}), ${quoted(url)});`,
    ...(body ? bodies[body.kind](body) : []),
    ...(headers.every(([, value]) => isAscii(value)) ? [] : [NOTE]),
    ...headers.flatMap(header(body)),
    `${PAD}var response = await client.SendAsync(request);`,
    `${PAD}Console.WriteLine((int)response.StatusCode);`,
    `${PAD}Console.WriteLine(await response.Content.ReadAsStringAsync());`,
    '    }', '}',
  ].join('\n');
}
