// @ts-check
/* Go with net/http. */
import { disposition, typeOf } from './multipart.js';
import { goLines, quoted } from './quote.js';

const CHECK = ['\tif err != nil {', '\t\tlog.Fatal(err)', '\t}'];

/* `…` holds everything but itself; a carriage return would be lost in it. */
const raw = text => (/[`\r\ufeff]/.test(text) ? goLines(text, '\t\t') : `\`${text}\``);

const reader = literal => [`\tbody := strings.NewReader(${literal})`];

const values = fields => {
  const byName = new Map();
  for (const [name, value] of fields) byName.set(name, [...byName.get(name) ?? [], value]);
  return [...byName].map(([name, all]) => `\t\t${quoted(name)}: {${all.map(quoted).join(', ')}},`);
};

/* The variables of each file carry its number, so that all can stand in one function. */
const file = (part, number) => [
  `\tpart${number}, err := form.CreatePart(textproto.MIMEHeader{`,
  `\t\t"Content-Disposition": {${quoted(disposition(part))}},`,
  `\t\t"Content-Type":        {${quoted(typeOf(part))}},`,
  '\t})', ...CHECK,
  `\tfile${number}, err := os.Open(${quoted(part.filename)})`, ...CHECK,
  `\tdefer file${number}.Close()`,
  `\tif _, err := io.Copy(part${number}, file${number}); err != nil {`,
  ...CHECK.slice(1),
];

const field = ({ name, value }) => [
  `\tif err := form.WriteField(${quoted(name)}, ${quoted(value)}); err != nil {`,
  ...CHECK.slice(1),
];

const partOf = (part, at) => (part.filename === undefined ? field(part) : file(part, at + 1));

const bodies = {
  json: ({ text }) => reader(raw(text)),
  text: ({ text }) => reader(goLines(text, '\t\t')),
  file: ({ filename }) => [`\tbody, err := os.Open(${quoted(filename)})`, ...CHECK],
  form: ({ fields }) => ['\tfields := url.Values{', ...values(fields), '\t}',
    ...reader('fields.Encode()')],
  multipart: ({ parts }) => [
    '\tbody := &bytes.Buffer{}', '\tform := multipart.NewWriter(body)',
    ...parts.flatMap(partOf),
    '\tif err := form.Close(); err != nil {', ...CHECK.slice(1),
  ],
};

function imports(body) {
  const names = ['fmt', 'io', 'log', 'net/http'];
  if (body?.kind === 'multipart') names.push('bytes', 'mime/multipart');
  else if (body) names.push(body.kind === 'file' ? 'os' : 'strings');
  if (body?.kind === 'form') names.push('net/url');
  const hasFile = body?.parts?.some(part => part.filename !== undefined);
  if (hasFile) names.push('net/textproto', 'os');
  return names.sort().map(name => `\t"${name}"`);
}

function headerLines(headers, body) {
  const set = (name, value) => `\trequest.Header.Set(${quoted(name)}, ${value})`;
  const lines = headers.map(([name, value]) => set(name, quoted(value)));
  if (!body) return lines;
  const type = body.kind === 'multipart' ? 'form.FormDataContentType()'
    : quoted(body.type ?? 'application/x-www-form-urlencoded');
  return [...lines, set('Content-Type', type)];
}

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function go({ method, url, headers, body }) {
  return [
    'package main', '', 'import (', ...imports(body), ')', '',
    'func main() {',
    ...(body ? bodies[body.kind](body) : []),
    `\trequest, err := http.NewRequest(${quoted(method)}, ${quoted(url)}, `
      + `${body ? 'body' : 'nil'})`,
    ...CHECK,
    ...headerLines(headers, body),
    '\tresponse, err := http.DefaultClient.Do(request)', ...CHECK,
    '\tdefer response.Body.Close()',
    '\tanswer, err := io.ReadAll(response.Body)', ...CHECK,
    '\tfmt.Println(response.StatusCode)',
    '\tfmt.Println(string(answer))',
    '}',
  ].join('\n');
}
