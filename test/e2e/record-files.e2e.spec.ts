import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { type Caller, LedgerProcess, payloadExamples, pdfOf, seedLetter, temporaryHome } from '#libs/testing';

import { idOf } from './answers.js';
import { type Ended, ledgerCommand } from './ledger-command.js';

interface JsonRecord {
  readonly type: string;
  readonly data: object;
  readonly [member: string]: unknown;
}

const record = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });
const [mandate = ''] = record.mandates;
const on = '2025-06-20';
const reference = 'KHM 1/2025';
const [at, answer] = ['/v1/communications/KHM/1/2025', 'Le Gouvernement a répondu.'];

describe('a JSON record of whatever happens after a reply', () => {
  let ledger: LedgerProcess;
  let desk: Caller;
  let reply: string;
  const folder = mkdtempSync(join(tmpdir(), 'ledger-records-'));
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome(), '2025-06-20T09:00:00Z', { LATE_SILENCE_SECONDS: '3600' });
    desk = await ledger.as('desk.one', 'mandate_clerk', 'reply_analyst', 'redactor');
    await desk.put(at, record);
    const documents = [await desk.document(answer, 'reply.txt')];
    const body = { ...{ on: '2025-06-18', kind: 'substantive', language: 'fr', confidential: false }, documents };
    reply = idOf(await desk.post('/v1/replies', { ...body, answers: [reference] }), 'ReplyReceived');
    writeFileSync(join(folder, 'paper.txt'), 'The Government has replied.');
  }, 120_000);
  afterAll(async () => {
    await ledger.stop();
    rmSync(folder, { recursive: true });
  });

  const file = (content: object): string => {
    const path = join(folder, 'record.json');
    writeFileSync(path, JSON.stringify(content));
    return path;
  };
  const run = (content: object, who: string): Promise<Ended> =>
    ledgerCommand(['record', file(content), '--json', '--as', who], { LEDGER_URL: ledger.url });
  const recorded = async (content: JsonRecord, who = 'desk.one'): Promise<string> => {
    const { status, out, err } = await run(content, who);
    expect({ type: content.type, status, err }).toEqual({ type: content.type, status: 0, err: '' });
    const { events } = JSON.parse(out) as { events: { type: string; eventId: string }[] };
    expect(events.map(({ type }) => type)).toContain(content.type);
    return events[0]?.eventId ?? '';
  };
  /** What the command says after what was recorded. */
  const saidOf = async (content: JsonRecord): Promise<string> => {
    const { status, out } = await ledgerCommand(['record', file(content), '--as', 'desk.one'], {
      LEDGER_URL: ledger.url,
    });
    expect({ type: content.type, status, out }).toMatchObject({ type: content.type, status: 0 });
    return out;
  };
  const documents = [{ path: 'paper.txt', mediaType: 'text/plain' }];
  const approved = async (redaction: object): Promise<void> => {
    const proposal = await recorded({ type: 'RedactionProposed', reference, data: { on, ...redaction }, documents });
    await recorded({ type: 'RedactionApproved', reference, data: { on, proposal } }, 'desk.two');
  };

  it('works on the reply that it names, or on the only one to the letter', async () => {
    await recorded({ type: 'ReplyTranslated', reference, data: { on, language: 'en' }, documents });
    const answers = [{ question: 1, judgement: 'partly', quotes: [{ start: 0, end: 14 }] }];
    const coverage = { on, mandate, text: 'ab'.repeat(32), answers };
    await recorded({ type: 'AnswerCoverageRecorded', reply, data: coverage });
    const assessment = { grade: 'full', manner: null };
    await recorded({ type: 'ReplyAssessed', data: { on, reply, mandate, assessment } });
    await recorded({ type: 'ReplySharedWithSource', reply, data: { on, form: 'translation' } });
    const none = await run({ type: 'ReplyAssessed', data: { on, mandate, assessment } }, 'desk.one');
    expect(none).toMatchObject({ status: 1, err: expect.stringContaining('BODY_INVALID') });
  });

  it('publishes letter, reply and evaluation, and puts another rendition in the place of one', async () => {
    await approved({});
    const summary = { language: 'en', text: 'Alleged trafficking in persons.' };
    const publication = await recorded({ type: 'LetterPublished', reference, data: { on, summary } }, 'desk.two');
    await approved({ reply });
    await recorded({ type: 'ReplyPublished', reply, data: { on, summary } }, 'desk.two');
    await recorded({ type: 'EvaluationPublished', reply, data: { on, mandate } }, 'desk.two');
    writeFileSync(join(folder, 'paper.txt'), 'The letter, readable by machines.');
    await approved({});
    const replacement = { on, publication, reason: 'accessibility' };
    await recorded({ type: 'RenditionReplaced', reference, data: replacement }, 'desk.two');
  });

  it('withholds a reply', async () => {
    await desk.put('/v1/communications/LAO/1/2025', record);
    const paper = [await desk.document(answer, 'other.txt')];
    const body = { ...{ on: '2025-06-18', kind: 'interim', language: 'fr', confidential: false }, documents: paper };
    await desk.post('/v1/replies', { ...body, answers: ['LAO 1/2025'] });
    await recorded({ type: 'ReplyWithheld', reference: 'LAO 1/2025', data: { on, reason: 'asked_by_addressee' } });
  });

  it('records which draft of a report was handed in, and its symbol', async () => {
    const report = 'HRC60-communications';
    const { ReportSubmitted, SymbolAssigned } = payloadExamples;
    const officer = await ledger.as('desk.one', 'reporting_officer');
    const drafted = await officer.post('/v1/reports', { kind: 'communications', session: 'HRC60' });
    const draft = (drafted.json as { events: { eventId: string }[] }).events[0]?.eventId;
    await recorded({ type: 'ReportSubmitted', report, data: { ...ReportSubmitted, on, report: draft } });
    await recorded({ type: 'SymbolAssigned', report, data: { ...SymbolAssigned, on } });
  });

  it('is answered with a word of the replies that the clock waits for, when it brings a letter a window that is over', async () => {
    const [thailand, page] = ['THA 1/2025', '/v1/communications/THA/1/2025'];
    const version = async (): Promise<string> => {
      const { versions } = (await desk.get(page)).json as { versions: readonly { event: string }[] };
      return versions.at(-1)?.event ?? '';
    };
    const dated = async (day: string): Promise<string> => {
      const data = { ...record, on: day, corrects: await version(), reason: 'Misread.' };
      return saidOf({ type: 'LetterCorrected', reference: thailand, data });
    };
    const waits = /ended on 2025-05-\d\d\. If a reply came by then, record it now/;
    expect(await saidOf({ type: 'LetterSent', reference: 'LAO 2/2025', data: record })).toMatch(waits);
    const running = { ...record, on: '2025-06-10' };
    expect(await saidOf({ type: 'LetterSent', reference: thailand, data: running })).not.toMatch(waits);
    expect(await dated('2025-03-12')).toContain("So the letter's window ended on 2025-05-11.");
    expect(await dated('2025-06-11')).not.toMatch(waits);
    const data = { on, event: await version(), reason: 'It was right before.' };
    const error = await saidOf({ type: 'RecordedInError', reference: thailand, data });
    expect(error).toContain("So the letter's window ended on 2025-05-11.");
  });

  it('is not needed for a letter: its PDF is read as its text is, and becomes its document', async () => {
    const text = seedLetter().text.replaceAll('KHM 1/2025', 'KHM 6/2025');
    const path = join(folder, 'letter.pdf');
    writeFileSync(path, pdfOf(text));
    const read = await ledgerCommand(['read', path, '--json']);
    expect([read.status, read.err]).toEqual([0, '']);
    expect((JSON.parse(read.out) as { record: object }).record).toEqual(readLetter(text).record);
    const ended = await ledgerCommand(['record', path, '--yes', '--json'], { LEDGER_URL: ledger.url });
    expect([ended.status, ended.err]).toEqual([0, '']);
    const { reference: number, events } = JSON.parse(ended.out) as { reference: string; events: { eventId: string }[] };
    expect(number).toBe('AL KHM 6/2025');
    const paths = ['mediaType', 'name'].map((member) => `documents/0/${member}`);
    const order = { event: events[0]?.eventId, paths, purpose: 'see what was kept' };
    const { fields } = (await desk.post('/v1/openings', order)).json as { fields: { value: string }[] };
    expect(fields.map(({ value }) => value)).toEqual(['application/pdf', 'letter.pdf']);
  });

  it('nor is a PDF read that is damaged, or holds no text: the command says which', async () => {
    const path = join(folder, 'damaged.pdf');
    writeFileSync(path, pdfOf(seedLetter().text).subarray(0, 40));
    const damaged = await ledgerCommand(['read', path]);
    expect(damaged).toMatchObject({ status: 1, err: expect.stringContaining('LETTER_UNREADABLE') });
    writeFileSync(path, pdfOf('', { content: deflateSync(Buffer.from('q 1 0 0 1 0 0 cm Q')) }));
    const scan = await ledgerCommand(['read', path]);
    expect(scan).toMatchObject({ status: 1, err: expect.stringContaining('holds no text') });
  });
});
