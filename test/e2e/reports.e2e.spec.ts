import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { leafHash, MerkleTree, toHex } from '#libs/integrity';
import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { idOf, recordedIn } from './answers.js';
import { ledgerCommand } from './ledger-command.js';

const clock = '2025-08-20T09:00:00Z';
const formats = ['json', 'html', 'csv'] as const;
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** The payload of the statement that a write answered with. */
function draftIn(answer: Answer): { position: number; renditions: { format: string; digest: string }[] } {
  const [event] = (answer.json as { events: { statement: string }[] }).events;
  const payload = Buffer.from(event?.statement.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as { data: ReturnType<typeof draftIn> }).data;
}

describe('the report to HRC60 and the figures of 2025', () => {
  const home = temporaryHome();
  let ledger: LedgerProcess;
  let officer: Caller;
  let everyone: Caller;
  let made: Answer;
  const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
  const reply = { kind: 'substantive', language: 'en', confidential: false, documents: [] };
  const bytesOf = async (format: string): Promise<Uint8Array> =>
    (await everyone.get(`/v1/reports/HRC60-communications.${format}`)).bytes;
  const start = async (): Promise<void> => {
    ledger = await LedgerProcess.start(home, clock);
    officer = await ledger.as('officer', 'reporting_officer');
    everyone = new Caller(ledger.url);
  };

  beforeAll(async () => {
    await start();
    const importer = await ledger.as('importer', 'importer', 'mandate_clerk');
    const history = {
      letter: { ...letter, restsOn: 'import' },
      replies: [{ ...reply, on: '2025-05-20' }],
      publishedElsewhere: { url: 'https://example.org/letters/1', on: '2025-05-21' },
    };
    expect((await importer.post('/v1/communications/KHM/1/2025/history', history)).status).toBe(201);
    const confidential = { ...letter, subject: 'What nobody may read yet', on: '2025-05-30' };
    expect((await importer.put('/v1/communications/LAO/2/2025', confidential)).status).toBe(201);
    made = await officer.post('/v1/reports', { kind: 'communications', session: 'HRC60' }, 'draft-1');
  });
  afterAll(() => ledger.stop());

  it('are drafted by a reporting officer and recorded with the digest of each rendition', async () => {
    expect(made.status).toBe(201);
    expect(recordedIn(made)).toMatchObject([{ type: 'ReportGenerated', stream: 'report-HRC60-communications' }]);
    expect(draftIn(made)).toMatchObject({
      sent: { from: '2025-03-01', to: '2025-05-31' },
      replies: { from: '2025-03-01', to: '2025-07-31' },
    });
    for (const format of formats)
      expect([format, sha256(await bytesOf(format))]).toEqual([
        format,
        draftIn(made).renditions.find((one) => one.format === format)?.digest,
      ]);
    const again = await officer.post('/v1/reports', { kind: 'communications', session: 'HRC60' }, 'draft-1');
    expect(idOf(again, 'ReportGenerated')).toBe(idOf(made, 'ReportGenerated'));
  });

  it('print AL KHM 1/2025 with the reply to it, and of a letter that is not published only the number of them', async () => {
    const json = JSON.parse(Buffer.from(await bytesOf('json')).toString()) as Record<string, unknown>;
    expect(json).toMatchObject({
      kind: 'communications',
      sectionA: [{ name: 'Cambodia', letters: [{ replies: [{ on: '2025-05-20', kind: 'substantive' }] }] }],
      notReproduced: { sectionA: 1, sectionB: 0 },
      statistics: { letters: 2 },
    });
    for (const format of formats) {
      const text = Buffer.from(await bytesOf(format)).toString();
      expect(text).toContain('KHM 1/2025');
      expect(text).not.toMatch(/LAO|Lao People|nobody may read/);
    }
  });

  it('name the root of the log at their position and the trust file', async () => {
    const { footer } = JSON.parse(Buffer.from(await bytesOf('json')).toString()) as { footer: Record<string, unknown> };
    const { position } = draftIn(made);
    const { json } = await (await ledger.as('auditor', 'auditor')).get('/v1/events');
    const tree = new MerkleTree();
    for (const { jwt } of (json as { statements: { jwt: string }[] }).statements) tree.append(leafHash(jwt));
    const trust = sha256((await everyone.get('/trust')).bytes);
    expect(footer).toEqual({ position, root: toHex(tree.root(position + 1)), trust });
  });

  it('are the same bytes whatever is recorded later, and after a restart', async () => {
    const before = await Promise.all(formats.map(bytesOf));
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    const later = { ...reply, on: '2025-06-01', answers: ['KHM 1/2025'] };
    expect((await clerk.post('/v1/replies', later)).status).toBe(201);
    await ledger.stop();
    await start();
    expect(await Promise.all(formats.map(bytesOf))).toEqual(before);
    const digests = await officer.get(
      `/v1/reports/HRC60-communications/digests?asOfPosition=${draftIn(made).position}`,
    );
    expect((digests.json as { renditions: object }).renditions).toEqual(draftIn(made).renditions);
    const preview = await officer.get(`/v1/reports/HRC60-communications.json?asOf=2025-08-20`);
    expect(preview.json).toMatchObject({
      changes: { since: draftIn(made).position, added: [expect.stringContaining('reply of 2025-06-01')] },
    });
  });

  it('are shown to everyone as drafted, and as they would be now to staff alone', async () => {
    const codeOf = async (caller: Caller, path: string): Promise<unknown> => {
      const { status, json, text } = await caller.get(path);
      return [status, status < 400 ? 'there' : ((json ?? JSON.parse(text)) as { code: string }).code];
    };
    const latest = recordedIn(made)[0]?.position;
    expect(await codeOf(everyone, `/v1/reports/HRC60-communications.json?asOfPosition=${latest}`)).toEqual([
      404,
      'REPORT_UNKNOWN',
    ]);
    expect(await codeOf(officer, `/v1/reports/HRC60-communications.json?asOfPosition=${latest}`)).toEqual([
      200,
      'there',
    ]);
    expect(await codeOf(everyone, '/v1/reports/HRC61-communications.json')).toEqual([404, 'REPORT_UNKNOWN']);
    expect(await codeOf(officer, '/v1/reports/HRC17-communications.json')).toEqual([400, 'REQUEST_INVALID']);
    expect(await codeOf(everyone, '/v1/reports/HRC60.json')).toEqual([400, 'REQUEST_INVALID']);
    for (const name of ['HRC0-communications', 'HRC1000-communications', '0999-statistics', '3000-statistics'])
      expect([name, ...((await codeOf(officer, `/v1/reports/${name}.json`)) as unknown[])]).toEqual([
        name,
        ...[400, 'REQUEST_INVALID'],
      ]);
    for (const name of ['HRC999-communications', '1000-statistics', '2999-statistics'])
      expect([name, (await officer.get(`/v1/reports/${name}.csv`)).status]).toEqual([name, 200]);
    for (const format of ['docx', 'pdf', 'xlsx'])
      expect(await codeOf(everyone, `/v1/reports/HRC60-communications.${format}`)).toEqual([404, 'FORMAT_NOT_OFFERED']);
    expect(await codeOf(officer, '/v1/reports/HRC60-communications.json?asOfPosition=999999')).toEqual([
      422,
      'POSITION_UNKNOWN',
    ]);
    expect(await codeOf(officer, '/v1/reports/HRC60-communications.json?asOfPosition=0')).toEqual([
      422,
      'POSITION_UNKNOWN',
    ]);
  });

  it('are refused when the order makes no sense, or comes from somebody else', async () => {
    const refused = async (caller: Caller, body: object): Promise<unknown> => {
      const { status, text } = await caller.post('/v1/reports', body);
      return [status, (JSON.parse(text) as { code: string }).code];
    };
    const order = { kind: 'communications', session: 'HRC60' };
    expect(await refused(everyone, order)).toEqual([401, 'UNAUTHENTICATED']);
    expect(await refused(await ledger.as('clerk', 'mandate_clerk'), order)).toEqual([403, 'FORBIDDEN']);
    for (const position of [0, 999_999])
      expect(await refused(officer, { ...order, position })).toEqual([422, 'POSITION_UNKNOWN']);
    expect(await refused(officer, { ...order, session: 'HRC17' })).toEqual([400, 'REQUEST_INVALID']);
    for (const body of [
      { kind: 'communications', year: 2025 },
      { ...order, year: 2025 },
      { kind: 'statistics' },
      { kind: 'x' },
    ])
      expect(await refused(officer, body)).toEqual([422, 'BODY_INVALID']);
  });

  it('count every letter for everyone, and list the unpublished ones to staff alone', async () => {
    const [open, all] = await Promise.all([everyone, officer].map((one) => one.get('/v1/statistics?year=2025')));
    expect(open?.json).toMatchObject({ sent: { value: 2, list: [{ id: 'KHM 1/2025' }] }, notListed: 1 });
    expect(open?.text).not.toContain('LAO');
    expect(all?.json).toMatchObject({ sent: { list: [{ id: 'KHM 1/2025' }, { id: 'LAO 2/2025' }] }, notListed: 0 });
    expect((await everyone.get('/v1/statistics')).status).toBe(400);
    expect((await everyone.get('/v1/statistics?year=2025&asOf=2024-01-31')).status).toBe(422);
    const before = await everyone.get('/v1/statistics?year=2005');
    expect(before).toMatchObject({ status: 400, json: { errors: [{ path: 'year' }] } });
  });

  it('are shown to others than staff at moments that single out no letter: those of drafts, and the ends of past months', async () => {
    const { position } = draftIn(made);
    const agency = await ledger.as('agency', 'partner_agency');
    const codes = async (caller: Caller, query: string): Promise<unknown> => {
      const { status } = await caller.get(`/v1/statistics?year=2025&${query}`);
      return status;
    };
    for (const query of [
      `asOfPosition=${position - 1}`,
      `asOfPosition=${position + 1}`,
      'asOf=2025-08-20',
      'asOf=2025-08-19',
      'asOf=2025-08-20T09:30:00Z',
      'asOf=2025-08-19T23:00:00Z',
      'asOf=9999-12-31',
    ]) {
      expect([query, await codes(everyone, query)]).toEqual([query, 401]);
      expect([query, await codes(agency, query)]).toEqual([query, 403]);
    }
    expect(await codes(everyone, `asOfPosition=${position}`)).toBe(200);
    expect(await codes(everyone, 'asOf=2025-07-31')).toBe(422);
    for (const query of [`asOfPosition=${position - 1}`, 'asOf=2025-08-20', 'asOf=9999-12-31'])
      expect([query, await codes(officer, query)]).toEqual([query, 200]);
    const late = { ...letter, on: '2025-06-02', subject: 'Recorded since the draft' };
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    const recorded = await clerk.put('/v1/communications/LAO/3/2025', late);
    expect(recorded.status).toBe(201);
    const sentFor = async (caller: Caller): Promise<unknown> => (await caller.get('/v1/statistics?year=2025')).json;
    expect(await sentFor(everyone)).toMatchObject({ sent: { value: 2 }, asAt: { position } });
    expect(await sentFor(officer)).toMatchObject({ sent: { value: 3 } });
    const error = { on: '2025-08-20', event: idOf(recorded, 'LetterSent'), reason: 'Only for this figure.' };
    expect((await clerk.post('/v1/communications/LAO/3/2025/errors', error)).status).toBe(201);
    const digests = `/v1/reports/2025-statistics/digests?asOfPosition=${position}`;
    expect((await everyone.get(digests)).status).toBe(401);
    expect((await agency.get(digests)).status).toBe(403);
    expect((await officer.get(digests)).status).toBe(200);
  });

  it('count a letter of a working group’s own procedure and print nothing of it; its page says so', async () => {
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    const own = { ...letter, on: '2025-05-02', mandates: ['Working Group on Arbitrary Detention'] };
    const sent = await clerk.put('/v1/communications/LAO/4/2025', own);
    const position = recordedIn(sent)[0]?.position ?? 0;
    const at = '/v1/communications/LAO/4/2025';
    expect((await officer.get(`${at}?atLeast=${position}`)).json).toMatchObject({
      track: { id: 'arbitrary_detention', words: expect.stringContaining('not in the joint report') },
    });
    const asAt = ['--as-of-position', String(position)];
    const seen = await ledgerCommand(['report', 'HRC60', ...asAt], { LEDGER_URL: ledger.url });
    expect(seen.out).toContain('1 letter not reproduced');
    expect(seen.out).toContain('1 letter of the working groups’ own procedures, not in this report');
    const inReport = { on: '2025-08-20', report: 'HRC60', section: 'A' };
    expect(await officer.post(`${at}/reports`, inReport)).toMatchObject({
      status: 409,
      json: { code: 'SEPARATE_TRACK' },
    });
    const error = { on: '2025-08-20', event: idOf(sent, 'LetterSent'), reason: 'Only for this report.' };
    expect((await clerk.post(`${at}/errors`, error)).status).toBe(201);
  });

  it('are handed in once, and drafted no more', async () => {
    const at = '/v1/reports/HRC60-communications';
    const submission = { on: '2025-08-20', report: idOf(made, 'ReportGenerated') };
    expect((await officer.post(`${at}/submission`, submission)).status).toBe(201);
    const again = await officer.post('/v1/reports', { kind: 'communications', session: 'HRC60' });
    expect(again).toMatchObject({ status: 409, json: { code: 'REPORT_SUBMITTED' } });
    expect((await officer.post(`${at}/symbol`, { on: '2025-08-20', symbol: 'A/HRC/60/3' })).status).toBe(201);
    expect(sha256(await bytesOf('json'))).toBe(
      draftIn(made).renditions.find(({ format }) => format === 'json')?.digest,
    );
  });

  it('are made on the command line, too', async () => {
    const env = { LEDGER_URL: ledger.url };
    const position = String(draftIn(made).position);
    const csv = await ledgerCommand(['report', 'HRC60', '--format', 'csv', '--as-of-position', position], env);
    expect(csv).toMatchObject({ status: 0, out: Buffer.from(await bytesOf('csv')).toString() });
    const seen = await ledgerCommand(['report', 'hrc60'], env);
    expect(seen.out).toMatch(/^A +2025-03-10 +\S*AL KHM 1\/2025 +2 +Cambodia$/m);
    expect(seen.out).toContain('1 letter not reproduced (section A): not published, so only counted');
    expect(seen.out).toContain('Section B: replies to letters of earlier reports');
    const year = await ledgerCommand(['report', '2025', '--record', '--json'], env);
    expect(JSON.parse(year.out)).toMatchObject({ kind: 'statistics', report: '2025-statistics', sent: { value: 2 } });
    expect((await everyone.get('/v1/reports/2025-statistics.html')).text).toContain('figures of 2025');
    const figures = await ledgerCommand(['figures', '2025', '--json'], env);
    expect(JSON.parse(figures.out)).toMatchObject({ year: 2025, repliedEver: { value: 1, of: 2, percent: 50 } });
    expect(await ledgerCommand(['report', 'HRC60', '--format', 'docx'], env)).toMatchObject({ status: 1 });
  });
});
