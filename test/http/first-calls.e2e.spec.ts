import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { catalogue } from '#libs/domain';
import type { JsonObject } from '#libs/ledger';
import { type Caller, LedgerProcess, temporaryHome } from '#libs/testing';

import { documentOf, type Operation, operationsOf } from './interface.js';

/** Words without regard to case and space: `Next letter.` and `NextLetter` are the same. */
const bare = (text: string): string => text.replace(/[^A-Za-z]/g, '').toLowerCase();

describe('the first calls of somebody who has only the description of the interface', () => {
  let ledger: LedgerProcess;
  let staff: Caller;
  let document: JsonObject;
  let operations: readonly Operation[];
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
    staff = await ledger.as('desk', 'intake_officer', 'mandate_clerk');
    document = await documentOf(ledger);
    operations = operationsOf(document);
  });
  afterAll(() => ledger.stop());

  const send = async (id: string, path: string): Promise<{ status: number; json: unknown }> => {
    const { method, example } = operations.find((operation) => operation.id === id) as Operation;
    const response = await fetch(ledger.url + path, {
      method,
      headers: { authorization: staff.bearer, 'content-type': 'application/json', 'idempotency-key': `first-${id}` },
      body: JSON.stringify(example),
    });
    return { status: response.status, json: await response.json() };
  };

  it('begin at the address itself, which names the interface, the health of the service and the docs', async () => {
    const { status, json } = await staff.get('/');
    const { docs, ...addresses } = json as { docs: string[]; interface: string; openapi: string; health: string };
    expect([status, docs]).toEqual([200, ['README.md', 'docs/running.md']]);
    expect([addresses.interface, addresses.openapi, addresses.health]).toEqual([
      '/openapi',
      '/openapi.json',
      '/healthz',
    ]);
    for (const path of [addresses.interface, addresses.openapi, addresses.health])
      expect([path, (await fetch(ledger.url + path)).status]).toEqual([path, 200]);
  });

  it('in a browser begin with a page that takes nothing from elsewhere and leads only to what anybody may read', async () => {
    const officer = await ledger.as('officer', 'reporting_officer');
    expect(await officer.post('/v1/reports', { kind: 'communications', session: 'HRC60' })).toMatchObject({
      status: 201,
    });
    // The answer waits until reporting has taken in what is recorded.
    expect(await officer.get('/v1/reports/HRC60-communications.json')).toMatchObject({ status: 200 });
    const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const response = await fetch(`${ledger.url}/`, { headers: { accept } });
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('vary')).toContain('accept');
    expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page).not.toMatch(/<script|src=|url\(|https?:/);
    const { json } = await staff.get('/trust');
    expect(page).toContain(`<code>${(json as { origin: string }).origin}</code>`);
    const links = [...page.matchAll(/href="([^"]+)"/g)].map(([, path]) => String(path));
    expect(links).toEqual(expect.arrayContaining(['/openapi', '/trust', '/v1/reports/HRC60-communications.html']));
    for (const path of links) expect([path, (await fetch(ledger.url + path)).status]).toEqual([path, 200]);
  });

  it('and its sign, which browsers ask for by themselves, is there', async () => {
    const response = await fetch(`${ledger.url}/favicon.ico`);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
  });

  it('send the examples of the allegation, the letter and the reply as they stand', async () => {
    expect(await send('AllegationsController.receive', '/v1/allegations')).toMatchObject({ status: 201 });
    expect(await send('CommunicationsController.send', '/v1/communications/KHM/1/2025')).toMatchObject({ status: 201 });
    const reply = await send('RepliesController.receive', '/v1/replies');
    expect(reply).toMatchObject({ status: 201 });
    const { position } = (reply.json as { events: { position: number }[] }).events[0] ?? { position: 0 };
    const { json } = await staff.get(`/v1/addressees/KHM/timeline?atLeast=${position}`);
    expect(JSON.stringify(json)).toContain('AL sent to Cambodia');
    expect(await send('CommunicationsController.sendNext', '/v1/communications')).toMatchObject({
      status: 201,
      json: { reference: 'AL KHM 2/2025' },
    });
  });

  it('read of each operation what it does, in a sentence that is no class name and stands nowhere else', () => {
    const summaries = operations.map(({ summary }) => summary);
    expect(new Set(summaries).size).toBe(operations.length);
    const { schemas } = document['components'] as { schemas: JsonObject };
    const names = [...Object.keys(schemas), ...Object.keys(catalogue)].map(bare);
    expect(names).toContain(bare('Next letter.'));
    expect(summaries.filter((summary) => names.includes(bare(summary)))).toEqual([]);
    expect(summaries.filter((summary) => !/^[A-Z].*\.$/.test(summary))).toEqual([]);
  });

  it('and of each write who may, as the catalogue says', () => {
    const described = new Map(operations.map(({ id, description }) => [id, description]));
    const writes = operations.filter(({ method }) => method !== 'GET');
    expect(writes.length).toBeGreaterThan(50);
    expect(writes.filter(({ description }) => !description.includes('Who may: ')).map(({ id }) => id)).toEqual([]);
    expect(described.get('CommunicationsController.sendNext')).toBe('Who may: mandate clerk, importer.');
    expect(described.get('RepliesController.receive')).toBe('Who may: mandate clerk, reply analyst, importer.');
    expect(described.get('AllegationsController.close')).toBe('Who may: assessor.');
  });
});
