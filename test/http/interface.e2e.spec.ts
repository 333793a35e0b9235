import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';

import { catalogue, payloadExamples } from '#libs/domain';
import { errorTable, isJsonObject, type Json, type JsonObject } from '#libs/ledger';
import { Caller, LedgerProcess, temporaryHome } from '#libs/testing';

import { bodyChecks } from './body-checks.js';
import { documentOf, isWrite, type Operation, operationsOf } from './interface.js';

describe('the interface as a running ledger describes it', () => {
  let ledger: LedgerProcess;
  let document: JsonObject;
  let operations: readonly Operation[];
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
    document = await documentOf(ledger);
    operations = operationsOf(document);
  });
  afterAll(() => ledger.stop());

  const writes = () => operations.filter(isWrite);
  const pathOf = ({ path }: Operation): string =>
    path
      .replace('{code}', 'KHM')
      .replace('{serial}', '1')
      .replace('{year}', '2025')
      .replace('{report}', 'HRC60-communications')
      .replace(/\{(?:id|reading)\}/, '00000000-0000-8000-8000-000000000001');
  const send = async (
    { method, path, ...rest }: Operation,
    body: Json | undefined,
    headers: Record<string, string>,
  ) => {
    const response = await fetch(ledger.url + pathOf({ method, path, ...rest }), {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    });
    const text = await response.text();
    return [response.status, /"code":"(\w+)"/.exec(text)?.[1]];
  };

  it('is valid OpenAPI 3.1', async () => {
    const verdict = await new Validator().validate(structuredClone(document));
    expect(verdict.errors).toBeUndefined();
    expect(verdict.valid).toBe(true);
    const spoilt = { ...structuredClone(document), paths: { 'no-slash': { get: { responses: 5 } } } };
    expect((await new Validator().validate(spoilt as Record<string, unknown>)).valid).toBe(false);
  });

  it('names every operation once and every code of the error table', () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    const { schemas } = document['components'] as {
      schemas: { Problem: { properties: { code: { enum: string[] } } } };
    };
    expect(schemas.Problem.properties.code.enum).toEqual(Object.keys(errorTable));
    for (const { codes } of operations)
      for (const [status, list] of codes) {
        expect(list.length).toBeGreaterThan(0);
        for (const code of list) expect([status, Object.hasOwn(errorTable, code)]).toEqual([status, true]);
      }
  });

  it('refers to nothing that is not there', () => {
    const { schemas } = document['components'] as { schemas: JsonObject };
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(references.length).toBeGreaterThan(100);
    for (const [, name] of references) expect(Object.keys(schemas)).toContain(name);
  });

  it('shows for every body an example that the body’s own schema takes', () => {
    const checks = bodyChecks(document);
    const withBody = operations.filter(({ body }) => body === 'json');
    expect(withBody.length).toBeGreaterThan(50);
    for (const operation of withBody) {
      const { id, example } = operation;
      expect([id, example !== undefined && checks.takesValue(operation, example)]).toEqual([id, true]);
    }
  });

  it('has a page without scripts that takes nothing from elsewhere', async () => {
    const response = await fetch(`${ledger.url}/openapi`);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page).not.toMatch(/<script|src=|href="(?!#|\/openapi\.json)|url\(/);
    for (const { path } of operations) expect(page).toContain(path);
  });

  it('heads the sections of that page with words, each once, in the order of the alphabet, and every link leads somewhere', async () => {
    const page = await (await fetch(`${ledger.url}/openapi`)).text();
    const headings = [...page.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, words]) => String(words));
    expect(headings.slice(0, -1)).toEqual([...new Set(headings.slice(0, -1))].sort());
    expect(headings).toEqual(expect.arrayContaining(['Kafka: publishing', 'Letters: what passes after one was sent']));
    expect(headings.filter((words) => /[a-z][A-Z]/.test(words))).toEqual([]);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
    expect(page).not.toMatch(/\$ref|`/);
  });

  it('serves the schema of every event type, and of no other', async () => {
    for (const [type, { ver }] of Object.entries(catalogue)) {
      const response = await fetch(`${ledger.url}/schemas/${type}/${ver}`);
      expect(response.headers.get('content-type')).toContain('application/schema+json');
      const validate = new Ajv2020({ strict: false }).compile((await response.json()) as object);
      expect([type, validate(payloadExamples[type as keyof typeof payloadExamples])]).toEqual([type, true]);
    }
    for (const path of ['/schemas/LetterSent/2', '/schemas/toString/1', '/schemas/LetterSent/01'])
      expect((await new Caller(ledger.url).get(path)).status).toBe(404);
  });

  it('marks in a schema what is sealed', async () => {
    const { json } = await new Caller(ledger.url).get('/schemas/AllegationReceived/1');
    const schema = json as {
      properties: Record<string, JsonObject>;
      $defs: Record<string, { properties: Record<string, JsonObject> }>;
    };
    expect(schema.properties['narrative']).toMatchObject({ writeOnly: true });
    expect(schema.$defs['DocumentEntry']?.properties['name']).toMatchObject({ writeOnly: true });
    expect(schema.properties['channel']).not.toHaveProperty('writeOnly');
  });

  it('says which operations need a token, and those refuse without one', async () => {
    const anonymous = async (operation: Operation): Promise<readonly (string | number | undefined)[]> => {
      const body = operation.body === 'json' ? (operation.example as Json) : undefined;
      return send(operation, body, { 'idempotency-key': `anonymous-${operation.id}` });
    };
    for (const operation of operations.filter(({ body }) => body !== 'file')) {
      const [status] = await anonymous(operation);
      // What is not well formed is refused before that: a merger whose body and path name different people, and figures of no year.
      const early: Readonly<Record<string, number>> = {
        'SubjectsController.merge': 422,
        'StatisticsController.year': 400,
      };
      if (operation.needsToken) expect([operation.id, status]).toEqual([operation.id, early[operation.id] ?? 401]);
    }
    expect(operations.filter(({ needsToken }) => needsToken).length).toBeGreaterThan(50);
  });

  it('asks for an Idempotency-Key on every write but those that record nothing, come with a source and an id, or are the operator of Kafka’s', () => {
    const others = operations.filter((operation) => operation.method !== 'GET' && !isWrite(operation));
    expect(others.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'DELETE /v1/readings/{reading}',
      'POST /dev/tokens',
      'POST /v1/documents',
      'POST /v1/exchange/agencies/{agency}/resumption',
      'POST /v1/exchange/redrives',
      'POST /v1/submissions',
    ]);
    for (const { parameters } of writes())
      expect(parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', required: true }));
  });

  it('tells with every answer which revision it shows, and takes a write for that revision only', async () => {
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    const call = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
      const response = await fetch(ledger.url + path, {
        method,
        headers: {
          authorization: clerk.bearer,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'idempotency-key': `${method} ${path}`.replace(' ', '-') }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const [, code] = /"code":"(\w+)"/.exec(await response.text()) ?? [];
      return { status: response.status, etag: response.headers.get('etag'), ...(response.ok ? {} : { code }) };
    };
    const path = '/v1/communications/KHM/1/2025';
    // Sent today, so that no window of it ends and the clock records nothing in between.
    const on = new Date().toISOString().slice(0, 10);
    const letter = { ...payloadExamples.LetterSent, on, restsOn: 'public_reports', documents: [] };
    expect(await call('PUT', path, letter)).toEqual({ status: 201, etag: '"0"' });
    const { json } = await clerk.get('/v1/events');
    const last = (json as { statements: readonly object[] }).statements.length - 1;
    expect(await call('GET', `${path}?atLeast=${last}`)).toEqual({ status: 200, etag: '"0"' });
    const reminder = { ...payloadExamples.ReminderSent, on };
    const stale = await call('POST', `${path}/reminders`, reminder, { 'if-match': '"1"' });
    expect(stale).toMatchObject({ status: 412, code: 'REVISION_MISMATCH' });
    expect(await call('POST', `${path}/reminders`, reminder, { 'if-match': '"0"' })).toEqual({
      status: 201,
      etag: '"1"',
    });
  });

  it('tells staff the revision of the work on a letter, and takes an act of work for that revision only', async () => {
    const at = '/v1/communications/KHM/1/2025';
    const staff = await ledger.as('head', 'mandate_clerk', 'protection_focal_point');
    const on = new Date().toISOString().slice(0, 10);
    let writes = 0;
    const work = async (path: string, data: object, seen?: number): Promise<unknown> => {
      const headers: Record<string, string> = seen === undefined ? {} : { 'if-match': `"${seen}"` };
      const body = JSON.stringify({ ...data, on });
      const { status, json } = await staff.write('POST', `${at}/${path}`, { body, key: `work-${writes++}`, headers });
      return status === 201 ? status : [status, (json as { code: string }).code];
    };
    const handling = async (): Promise<unknown> => {
      const { statements } = (await staff.get('/v1/events')).json as { statements: readonly object[] };
      const page = await staff.get(`${at}?atLeast=${statements.length - 1}`);
      return (page.json as { handling: unknown }).handling;
    };
    const stale = [412, 'REVISION_MISMATCH'];
    const { PublicationHeld: hold, CaseAssigned: assignment } = payloadExamples;
    expect(await handling()).toEqual({ revision: null });
    expect(await work('assignments', assignment, 0)).toEqual(stale);
    expect(await work('assignments', assignment)).toBe(201);
    expect(await handling()).toEqual({ revision: 0 });
    expect(await work('holds', { ...hold, reviewOn: on }, 0)).toBe(201);
    expect(await work('holds', { ...hold, reviewOn: on }, 0)).toEqual(stale);
    expect(await handling()).toEqual({ revision: 1 });
    expect(await work('holds', { ...hold, reviewOn: on }, 1)).toBe(201);
  });

  it('refuses on every write what the description refuses', async () => {
    for (const operation of writes()) {
      const example = operation.example as JsonObject;
      const at = (answer: unknown) => [operation.id, answer];
      const key = { 'idempotency-key': `write-${operation.id}` };
      expect(at(await send(operation, example, {}))).toEqual(at([400, 'IDEMPOTENCY_KEY_MISSING']));
      for (const revision of ['0', 'W/"0"', '*', '"-1"'])
        expect(at(await send(operation, example, { ...key, 'if-match': revision }))).toEqual(
          at([400, 'REQUEST_INVALID']),
        );
      if (operation.body === 'file') continue;
      const refused = at([422, 'BODY_INVALID']);
      expect(at(await send(operation, { ...example, unexpected: 1 }, key))).toEqual(refused);
      for (const [place, spoilt] of converted(example))
        expect([place, ...at(await send(operation, spoilt, key))]).toEqual([place, ...refused]);
    }
  });
});

/** The body with one value in another JSON type that a lenient reader would take for the same, wherever there is one. */
function converted(value: Json, place = ''): [place: string, spoilt: Json][] {
  if (typeof value === 'string') return [[place, [value]]];
  if (typeof value === 'number' || typeof value === 'boolean') return [[place, String(value)]];
  if (Array.isArray(value)) return value.length === 0 ? [] : membersOf(value, place);
  return isJsonObject(value) ? membersOf(value, place) : [];
}

const membersOf = (whole: JsonObject | readonly Json[], place: string): [string, Json][] =>
  Object.entries(whole).flatMap(([name, member]) =>
    converted(member, `${place}/${name}`).map(([at, spoilt]): [string, Json] => [
      at,
      Array.isArray(whole)
        ? whole.map((item: Json, i) => (String(i) === name ? spoilt : item))
        : { ...whole, [name]: spoilt },
    ]),
  );
