// @ts-check
/* An operation of an OpenAPI document as a form shows it, and the operation again from what was
 * typed. What the form does not show stays as it was. */

/** Types of a parameter that the form offers; '' stands for whatever the document says. */
export const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'];
export const PLACES = ['query', 'path', 'header', 'cookie'];
export const MEDIA_TYPES = ['application/json', 'application/x-www-form-urlencoded',
  'multipart/form-data', 'text/plain'];

/** What a form cannot be made an operation of: `field` names the input, `code` says why. */
export class BadPart extends Error {
  /** @param {string} field
   * @param {string} code */
  constructor(field, code) {
    super(`${field}: ${code}`);
    this.field = field;
    this.code = code;
  }
}

const written = value => {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
};

const list = value => (Array.isArray(value) ? value : []);
const object = value => (value && typeof value === 'object' && !Array.isArray(value) ? value : {});

/* ---- the form's side */

const typeOf = schema => (TYPES.includes(schema?.type) ? schema.type : '');

const parameterRow = (one, from) => (one.$ref ? { from, ref: one.$ref } : {
  from, ref: '', name: one.name ?? '', in: one.in ?? 'query', type: typeOf(one.schema),
  required: one.required === true, description: one.description ?? '',
});

/* The first media type is shown; others stay. */
function mediaRow(content) {
  const [type = '', media = {}] = Object.entries(object(content))[0] ?? [];
  return { type, schema: written(media.schema), example: written(media.example) };
}

const bodyRow = body => ({
  ref: body?.$ref ?? '', required: body?.required === true, ...mediaRow(body?.content),
});

const responseRow = ([status, one]) => ({
  from: status, status, ref: one.$ref ?? '', description: one.description ?? '',
  ...mediaRow(one.content),
});

/** An empty line for each list of the form. */
export const emptyRows = {
  parameters: () => ({ from: '', ref: '', name: '', in: 'query', type: 'string',
    required: false, description: '' }),
  responses: () => ({ from: '', status: '', ref: '', description: '', type: '', schema: '',
    example: '' }),
};

/** What the form shows of { method, path, operation }. */
export const modelOf = ({ method, path, operation }) => ({
  method, path,
  summary: operation.summary ?? '', description: operation.description ?? '',
  tags: list(operation.tags).join(', '), deprecated: operation.deprecated === true,
  parameters: list(operation.parameters).map((one, i) => parameterRow(one, String(i))),
  body: bodyRow(operation.requestBody),
  responses: Object.entries(object(operation.responses)).map(responseRow),
});

/** The form of an endpoint that is not there yet. */
export const newModel = () => modelOf({ method: 'GET', path: '', operation: {
  responses: { 200: { description: 'OK' } } } });

const NAME = /^(parameters|responses)\.(\d+)\.(\w+)$/;

/** The model again from the values of the form's inputs, named 'parameters.0.name'. */
export function modelFrom(values) {
  const rows = { parameters: [], responses: [] };
  const model = { ...values, deprecated: values.deprecated === 'true', body: { ref: '' } };
  for (const [name, value] of Object.entries(values)) {
    const [, part, index, member] = NAME.exec(name) ?? [];
    if (part) (rows[part][Number(index)] ??= { ref: '' })[member] = value;
    if (name.startsWith('body.')) model.body[name.slice('body.'.length)] = value;
    if (name.includes('.')) delete model[name];
  }
  rows.parameters.forEach(row => { row.required = row.required === 'true'; });
  model.body.required = model.body.required === 'true';
  return { ...model, parameters: rows.parameters.filter(Boolean),
    responses: rows.responses.filter(Boolean) };
}

/* ---- the document's side */

/* Without what is empty. */
function put(target, name, value) {
  if (value === '' || value === undefined || value === false) delete target[name];
  else target[name] = value;
}

function parsed(text, field) {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new BadPart(field, 'bad_json');
  }
}

/* An example may be text that is no JSON, where the media type is not. */
const exampleOf = (text, type, field) =>
  (/\bjson\b/.test(type) ? parsed(text, field) : text || undefined);

function parameterOf(row, before) {
  const own = { ...before[row.from === '' ? -1 : Number(row.from)] };
  if (row.ref) return own;
  own.name = row.name;
  own.in = row.in;
  put(own, 'required', row.in === 'path' || row.required);
  put(own, 'description', row.description);
  if (typeOf(own.schema) !== row.type) put(own, 'schema', row.type && { type: row.type });
  return own;
}

/* What somebody wrote and did not just leave behind. */
const isTyped = (row, was) =>
  ['schema', 'example'].some(part => row[part] && row[part] !== was[part]);

/* The media type that the form shows takes the place of the first; the others follow. */
function contentOf(row, before, field) {
  const all = object(before);
  const [first, ...others] = Object.keys(all);
  const rest = Object.fromEntries(others.filter(type => type !== row.type)
    .map(type => [type, all[type]]));
  if (!row.type && isTyped(row, mediaRow(all))) throw new BadPart(`${field}.type`, 'needs_media');
  if (!row.type) return rest;
  const own = { ...(all[row.type] ?? all[first]) };
  put(own, 'schema', parsed(row.schema, `${field}.schema`));
  put(own, 'example', exampleOf(row.example, row.type, `${field}.example`));
  return { [row.type]: own, ...rest };
}

const isEmpty = value => Object.keys(value).length === 0;

function bodyOf(row, before) {
  if (before?.$ref) return before;
  const content = contentOf(row, before?.content, 'body');
  if (isEmpty(content)) return undefined;
  const own = { ...before, content };
  put(own, 'required', row.required);
  return own;
}

function responseOf(row, before, i) {
  const was = object(object(before)[row.from]);
  if (was.$ref) return was;
  const own = { ...was, description: row.description };
  const content = contentOf(row, was.content, `responses.${i}`);
  put(own, 'content', isEmpty(content) ? undefined : content);
  return own;
}

const words = text => text.split(',').map(one => one.trim()).filter(Boolean);

/** The operation, as the document had it before and with what the form says. Throws BadJson. */
export function operationOf(model, before = {}) {
  const own = { ...before };
  const tags = words(model.tags ?? '');
  put(own, 'summary', model.summary);
  put(own, 'description', model.description);
  put(own, 'tags', tags.length ? tags : undefined);
  put(own, 'deprecated', model.deprecated);
  const parameters = model.parameters.map(row => parameterOf(row, list(before.parameters)));
  put(own, 'parameters', parameters.length ? parameters : undefined);
  put(own, 'requestBody', bodyOf(model.body, before.requestBody));
  own.responses = Object.fromEntries(model.responses
    .map((row, i) => [row.status, responseOf(row, before.responses, i)]));
  return own;
}
