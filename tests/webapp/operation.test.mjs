/* An operation of a document in a form, and back. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { BadPart, emptyRows, modelFrom, modelOf, newModel, operationOf }
  from '../../webapp/lib/operation.js';

const OPERATION = {
  operationId: 'stok', summary: 'Stok', tags: ['Vaksin', 'Obat'], 'x-catatan': 1,
  parameters: [
    { name: 'kode', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9]+$' } },
    { name: 'saring', in: 'query', schema: { oneOf: [{ type: 'string' }] }, explode: false },
    { $ref: '#/components/parameters/halaman' },
  ],
  requestBody: { content: {
    'application/json': { schema: { type: 'object' }, example: { a: 1 } },
    'text/plain': { schema: { type: 'string' } },
  } },
  responses: {
    200: { description: 'Ya', headers: { 'X-A': {} },
      content: { 'application/json': { schema: { type: 'array' } } } },
    404: { $ref: '#/components/responses/Tiada' },
  },
};
const FOUND = { method: 'PUT', path: '/stok/{kode}', operation: OPERATION };

/* What the form's inputs would hold. */
function valuesOf(model) {
  const { parameters, responses, body, ...values } = model;
  const flat = (name, row) => Object.entries(row).forEach(([member, value]) => {
    if (typeof value !== 'boolean') values[`${name}.${member}`] = value;
    else if (value) values[`${name}.${member}`] = 'true';
  });
  parameters.forEach((row, i) => flat(`parameters.${i}`, row));
  responses.forEach((row, i) => flat(`responses.${i}`, row));
  flat('body', body);
  values.deprecated = model.deprecated ? 'true' : undefined;
  return values;
}

test('an_operation_that_nobody_touched_comes_back_as_it_was', () => {
  assert.deepEqual(operationOf(modelFrom(valuesOf(modelOf(FOUND))), OPERATION), OPERATION);
});

test('a_new_endpoint_has_what_was_typed', () => {
  const model = newModel();
  Object.assign(model, { summary: 'Baru', tags: 'a, b ,', deprecated: true });
  model.parameters.push({ ...emptyRows.parameters(), name: 'id', in: 'path' });
  model.responses.push({ ...emptyRows.responses(), status: '201', description: 'Dibuat',
    type: 'application/json', example: '{"a": 1}' });
  model.body = { ref: '', required: true, type: 'text/plain', schema: '', example: 'bebas {' };
  assert.deepEqual(operationOf(model), {
    summary: 'Baru', tags: ['a', 'b'], deprecated: true,
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    requestBody: { required: true, content: { 'text/plain': { example: 'bebas {' } } },
    responses: { 200: { description: 'OK' }, 201: { description: 'Dibuat',
      content: { 'application/json': { example: { a: 1 } } } } },
  });
});

test('a_change_leaves_alone_what_the_form_does_not_show', () => {
  const model = modelOf(FOUND);
  model.parameters[0].description = 'Kode puskesmas';
  model.parameters[1].type = 'integer';
  model.parameters.pop();
  model.responses[0].status = '206';
  model.body.schema = '{"type": "object", "minProperties": 1}';
  const { parameters, requestBody, responses, ...rest } = operationOf(model, OPERATION);
  assert.deepEqual(rest, { operationId: 'stok', summary: 'Stok', tags: ['Vaksin', 'Obat'],
    'x-catatan': 1 });
  assert.deepEqual(parameters, [
    { ...OPERATION.parameters[0], description: 'Kode puskesmas' },
    { name: 'saring', in: 'query', schema: { type: 'integer' }, explode: false },
  ]);
  assert.deepEqual(Object.keys(requestBody.content), ['application/json', 'text/plain']);
  assert.equal(requestBody.content['application/json'].schema.minProperties, 1);
  assert.deepEqual(responses[206], OPERATION.responses[200]);
  assert.deepEqual(responses[404], OPERATION.responses[404]);
});

test('a_body_goes_with_its_media_types', () => {
  const before = { requestBody: { content: { 'application/json': {} } }, responses: {} };
  const model = modelOf({ method: 'POST', path: '/a', operation: before });
  model.body.type = '';
  assert.deepEqual(operationOf(model, before), { responses: {} });
});

test('what_is_no_json_is_told_by_its_field', () => {
  const model = modelOf(FOUND);
  model.responses[0].schema = '{"type"';
  assert.throws(() => operationOf(model, OPERATION),
    error => error instanceof BadPart && error.field === 'responses.0.schema'
      && error.code === 'bad_json');
});

test('a_schema_without_a_media_type_is_not_lost_in_silence', () => {
  const model = newModel();
  model.responses[0].schema = '{"type": "object"}';
  assert.throws(() => operationOf(model),
    error => error.field === 'responses.0.type' && error.code === 'needs_media');
  const before = { requestBody: { content: { 'application/json': { schema: {} } } },
    responses: {} };
  const emptied = modelOf({ method: 'POST', path: '/a', operation: before });
  emptied.body.type = '';
  assert.deepEqual(operationOf(emptied, before), { responses: {} });
});
