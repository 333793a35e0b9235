import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { letterSentFrom, readLetter } from '#libs/letters';
import { bundleFrom, type Caller, LedgerProcess, payloadExamples, seedLetter, temporaryHome } from '#libs/testing';

import { allegationBody, canary } from './allegation-body.js';
import { unpacked } from './altered-bundle.js';
import { type Entries, idOf, recordedIn, staffOf, typesOf } from './answers.js';
import { ledgerCommand } from './ledger-command.js';

const on = '2025-06-20';
/** The payloads of a bundle's statements as readable text. */
const statementsIn = (files: ReadonlyMap<string, string>): string =>
  (files.get('statements.jsonl') ?? '')
    .split('\n')
    .map((line) => Buffer.from(line.split('.')[1] ?? '', 'base64url').toString())
    .join('\n');
const refusedWith = (status: number, code: string) => ({ status, json: { code } });
const { PressReleaseIssued: release, FollowUpRecorded: followUp, OutcomeRecorded: outcome } = payloadExamples;

describe('press releases and follow-ups', () => {
  let ledger: LedgerProcess;
  let staff: Caller;
  let second: Caller;
  let person: string;
  let allegation: string;
  let early: string;
  let forStaff: string;
  let sent: string;
  const home = temporaryHome();
  const page = '<h1>Experts alarmed</h1>';

  const timeline = async (caller: Caller, position: number | undefined) =>
    typesOf(await caller.get(`/v1/addressees/KHM/timeline?atLeast=${position}`));
  const withPage = async (change: object = {}): Promise<object> => {
    const { digest, bytes } = (await staff.document(page, 'release.html')) as { digest: string; bytes: number };
    const rendition = { digest, bytes: page.length, mediaType: 'text/html' };
    expect(bytes).toBeGreaterThan(page.length);
    return { ...release, on, references: [], rendition, ...change };
  };
  beforeAll(async () => {
    ledger = await LedgerProcess.start(home, '2025-06-20T09:00:00Z');
    staff = await staffOf(ledger, 'desk.one');
    second = await staffOf(ledger, 'desk.two');
    const received = await staff.post('/v1/allegations', allegationBody());
    allegation = idOf(received, 'AllegationReceived');
    person = recordedIn(received)[2]?.eventId ?? '';
    const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'allegations', documents: [] });
    sent = idOf(await staff.put('/v1/communications/KHM/1/2025', letter), 'LetterSent');
    await staff.post(`/v1/allegations/${allegation}/links`, { on, reference: 'KHM 1/2025' });
  });
  afterAll(() => ledger.stop());

  it('a release never names a letter before it is published, in whatever form', async () => {
    for (const change of [
      { references: ['KHM 1/2025'] },
      { title: 'On AL KHM 1/2025' },
      { references: ['KHM 9/2025'] },
    ])
      expect(await staff.post('/v1/press-releases', await withPage(change))).toMatchObject(
        refusedWith(409, 'LETTER_NOT_PUBLISHED'),
      );
    const issued = await staff.post('/v1/press-releases', await withPage(), 'release');
    expect(issued.status).toBe(201);
    early = idOf(issued, 'PressReleaseIssued');
    expect((await staff.post('/v1/press-releases', await withPage(), 'release')).text).toBe(issued.text);
    expect(await staff.post(`/v1/press-releases/${early}/links`, { on, references: ['KHM 1/2025'] })).toMatchObject(
      refusedWith(409, 'LETTER_NOT_PUBLISHED'),
    );
  });

  it('a letter behind which an allegation stands is not recorded in error, nor one that is worked on', async () => {
    const errors = (serial: number) => `/v1/communications/KHM/${serial}/2025/errors`;
    expect(await staff.post(errors(1), { on, event: sent, reason: 'Recorded twice.' })).toMatchObject(
      refusedWith(409, 'EVENT_RELIED_ON'),
    );
    const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'own_motion', documents: [] });
    const held = idOf(await staff.put('/v1/communications/KHM/8/2025', letter), 'LetterSent');
    const hold = { ...payloadExamples.PublicationHeld, on, reviewOn: null };
    expect((await staff.post('/v1/communications/KHM/8/2025/holds', hold)).status).toBe(201);
    expect(await staff.post(errors(8), { on, event: held, reason: 'Recorded twice.' })).toMatchObject(
      refusedWith(409, 'EVENT_RELIED_ON'),
    );
  });

  it('its document is shown to everyone as soon as it is recorded, and no other is', async () => {
    const { rendition } = (await withPage()) as { rendition: { digest: string } };
    const nobody = await ledger.as('nobody', 'public');
    expect((await nobody.get(`/v1/documents/${rendition.digest}`)).text).toBe(page);
    const unknown = { ...rendition, digest: 'ab'.repeat(32) };
    expect(await staff.post('/v1/press-releases', await withPage({ rendition: unknown }))).toMatchObject(
      refusedWith(404, 'DOCUMENT_UNKNOWN'),
    );
  });

  it('a follow-up for staff may be about a letter that is not published, one for everyone may not', async () => {
    const body = { ...followUp, on, documents: [], references: ['KHM 1/2025'] };
    expect(await staff.post('/v1/follow-ups', body)).toMatchObject(refusedWith(409, 'LETTER_NOT_PUBLISHED'));
    const recorded = await staff.post('/v1/follow-ups', { ...body, audience: 'staff' });
    expect(recorded.status).toBe(201);
    forStaff = idOf(recorded, 'FollowUpRecorded');
    expect(await timeline(staff, recordedIn(recorded)[0]?.position)).not.toContain('FollowUpRecorded');
  });

  it('once the letter is published, release and follow-up join its file, and everyone sees them there', async () => {
    await publish();
    const linked = await staff.post(`/v1/press-releases/${early}/links`, { on, references: ['KHM 1/2025'] });
    expect(linked.status).toBe(201);
    const recorded = await staff.post('/v1/follow-ups', { ...followUp, on, documents: [] });
    const concluded = await staff.post(`/v1/follow-ups/${idOf(recorded, 'FollowUpRecorded')}/outcomes`, {
      ...outcome,
      on,
    });
    expect(concluded.status).toBe(201);
    const nobody = await ledger.as('nobody', 'public');
    const seen = await timeline(nobody, recordedIn(concluded)[0]?.position);
    for (const type of ['PressReleaseIssued', 'PressReleaseLinked', 'FollowUpRecorded', 'OutcomeRecorded'])
      expect(seen).toContain(type);
    const link = (reference: string) => ({ on, reference, relation: 'same_case' });
    const links = '/v1/communications/KHM/1/2025/links';
    expect(await staff.post(links, link('KHM 8/2025'))).toMatchObject(refusedWith(409, 'LETTER_NOT_PUBLISHED'));
    expect((await staff.post(links, link('KHM 2/2022'))).status).toBe(201);
  });

  it('names the source to nobody, and a person only with that person’s consent', async () => {
    const naming = (name: string) => ({ title: `Experts write about ${name}`, references: ['KHM 1/2025'] });
    const text = (name: string) => ({ ...followUp, on, documents: [], text: `A visit to ${name}.` });
    for (const name of [canary, 'Invented Person', 'INVENTED PERSON', 'Invented Group']) {
      const refused = await staff.post('/v1/press-releases', await withPage(naming(name)));
      expect(refused).toMatchObject(refusedWith(422, 'NAME_UNMARKED'));
      expect(refused.text).not.toContain(name);
      expect(await staff.post('/v1/follow-ups', text(name))).toMatchObject(refusedWith(422, 'NAME_UNMARKED'));
    }
    const consent = { transmit: true, publish: false, press: true, share: false };
    await staff.post(`/v1/allegations/${allegation}/consents`, {
      ...{ on, person, consent, channel: 'telephone', documents: [] },
    });
    expect(await staff.post('/v1/press-releases', await withPage(naming('Invented Person')))).toMatchObject({
      status: 201,
    });
    expect(await staff.post('/v1/press-releases', await withPage(naming(canary)))).toMatchObject(
      refusedWith(422, 'NAME_UNMARKED'),
    );
    expect(await staff.post('/v1/follow-ups', text('Invented Person'))).toMatchObject(
      refusedWith(422, 'NAME_UNMARKED'),
    );
  });

  it('a release that names somebody is not linked to the letter behind which that name is sealed', async () => {
    const issued = await staff.post('/v1/press-releases', await withPage({ title: `On ${canary}` }));
    const links = `/v1/press-releases/${idOf(issued, 'PressReleaseIssued')}/links`;
    const refused = await staff.post(links, { on, references: ['KHM 1/2025'] });
    expect(refused).toMatchObject({ status: 422, json: { code: 'NAME_UNMARKED', errors: [{ path: 'title' }] } });
    expect(refused.text).not.toContain(canary);
  });

  it('an outcome names nobody behind the letters of its follow-up, even if it names no letter', async () => {
    const recorded = await staff.post('/v1/follow-ups', { ...followUp, on, documents: [] });
    const outcomes = `/v1/follow-ups/${idOf(recorded, 'FollowUpRecorded')}/outcomes`;
    expect(await staff.post(outcomes, { ...outcome, on, text: `${canary} was heard.` })).toMatchObject(
      refusedWith(422, 'NAME_UNMARKED'),
    );
  });

  it('the document of a withdrawn release leaves the public shelf', async () => {
    const { digest } = (await staff.document('withdrawn soon', 'w.html')) as { digest: string };
    const rendition = { digest, bytes: 'withdrawn soon'.length, mediaType: 'text/html' };
    const issued = await staff.post('/v1/press-releases', await withPage({ rendition }));
    const file = join(home, 'public', 'documents', digest);
    expect(existsSync(file)).toBe(true);
    const at = `/v1/press-releases/${idOf(issued, 'PressReleaseIssued')}/withdrawal`;
    expect((await staff.post(at, { on, reason: 'issued_in_error' })).status).toBe(201);
    expect(existsSync(file)).toBe(false);
    expect((await (await ledger.as('nobody', 'public')).get(`/v1/documents/${digest}`)).status).toBe(404);
  });

  it('answers a repeated request as before, also when a consent was withdrawn since', async () => {
    const body = await withPage({ title: 'Experts write about Invented Person', references: ['KHM 1/2025'] });
    const first = await staff.post('/v1/press-releases', body, 'named');
    expect(first.status).toBe(201);
    const consent = { transmit: true, publish: false, press: false, share: false };
    const change = { on, person, consent, channel: 'telephone', documents: [] };
    expect((await staff.post(`/v1/allegations/${allegation}/consents`, change)).status).toBe(201);
    expect((await staff.post('/v1/press-releases', body, 'named')).text).toBe(first.text);
    expect(await staff.post('/v1/press-releases', body)).toMatchObject(refusedWith(422, 'NAME_UNMARKED'));
  });

  it('tells nobody who may not record it whether a name is sealed', async () => {
    const other = await ledger.as('a.translator', 'translator');
    const nobody = await ledger.as('nobody', 'public');
    for (const name of [canary, 'Somebody Else']) {
      const body = await withPage({ title: `On ${name}`, references: ['KHM 1/2025'] });
      expect(await other.post('/v1/press-releases', body)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
      expect(await nobody.post('/v1/press-releases', body)).toMatchObject(refusedWith(403, 'FORBIDDEN'));
    }
  });

  it('a release is corrected and withdrawn, and both stay visible', async () => {
    const correction = await withPage({ corrects: early, reason: 'A place was misspelt.', title: 'Corrected' });
    const corrected = await staff.post(`/v1/press-releases/${early}/corrections`, correction);
    expect(corrected.status).toBe(201);
    const withdrawn = await staff.post(`/v1/press-releases/${early}/withdrawal`, { on, reason: 'superseded' });
    expect(withdrawn.status).toBe(201);
    expect(await staff.post(`/v1/press-releases/${early}/withdrawal`, { on, reason: 'superseded' })).toMatchObject(
      refusedWith(409, 'RELEASE_WITHDRAWN'),
    );
    const nobody = await ledger.as('nobody', 'public');
    const seen = await timeline(nobody, recordedIn(withdrawn)[0]?.position);
    expect(seen).toEqual(
      expect.arrayContaining(['PressReleaseIssued', 'PressReleaseCorrected', 'PressReleaseWithdrawn']),
    );
  });

  it('a release comes from the command line too, with its document, and the same file again adds nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'release-'));
    const data = { ...release, on, references: ['KHM 1/2025'], rendition: undefined };
    const record = { type: 'PressReleaseIssued', data, documents: [{ path: 'page.html', mediaType: 'text/html' }] };
    writeFileSync(join(folder, 'release.json'), JSON.stringify(record));
    writeFileSync(join(folder, 'page.html'), `${page} again`);
    const args = ['record', join(folder, 'release.json'), '--json'];
    const first = await ledgerCommand(args, { LEDGER_URL: ledger.url });
    expect([first.status, first.err]).toEqual([0, '']);
    const again = await ledgerCommand(args, { LEDGER_URL: ledger.url });
    const [recorded, found] = [first, again].map(({ out }) => JSON.parse(out) as object);
    expect(recorded).toMatchObject({ alreadyOnRecord: false });
    expect(found).toEqual({ ...recorded, alreadyOnRecord: true });
    const digest = createHash('sha256').update(`${page} again`).digest('hex');
    expect((await (await ledger.as('nobody', 'public')).get(`/v1/documents/${digest}`)).text).toBe(`${page} again`);
  });

  it('bundles hold the public document, and each file that leaves for an addressee is recorded', async () => {
    const before = await exportsRecorded();
    const files = await unpacked(await bundleFrom(staff, 'addressee'));
    expect([...files.values()]).toContain(page);
    expect(statementsIn(files)).toContain('FollowUpRecorded');
    expect(statementsIn(files)).not.toContain(forStaff);
    expect((await exportsRecorded()) - before).toBe(1);
    await unpacked(await bundleFrom(staff, 'public'));
    expect((await exportsRecorded()) - before).toBe(1);
  });

  /** How many exports stand in the ledger, by the revision that the next opening of the day gets. */
  async function exportsRecorded(): Promise<number> {
    const auditor = await ledger.as('auditor.one', 'auditor');
    const body = { on, purpose: 'to count', export: { audience: 'auditor', code: null } };
    const asked = await auditor.post('/v1/access-requests', body);
    const [event] = recordedIn(asked) as unknown as { revision: number }[];
    counted += 1;
    return (event?.revision ?? 0) + 1 - counted;
  }
  let counted = 0;

  async function publish(): Promise<void> {
    const at = '/v1/communications/KHM/1/2025';
    const entries = (await staff.get('/v1/addressees/KHM/timeline')).json as Entries & {
      entries: { eventId: string }[];
    };
    const letter = entries.entries.find(({ type }) => type === 'LetterSent') as unknown as { eventId: string };
    const document = await staff.document('Redacted.', 'redacted.txt');
    const proposed = await staff.post(`${at}/redactions`, { on, letter: letter.eventId, documents: [document] });
    await second.post(`${at}/redactions/approvals`, { on, proposal: idOf(proposed, 'RedactionProposed') });
    const summary = { language: 'en', text: 'Alleged trafficking into scam centres.' };
    expect((await second.post(`${at}/publication`, { on, summary })).status).toBe(201);
  }
});
