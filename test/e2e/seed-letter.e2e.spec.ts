import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { verifyFile } from '#apps/auditor';
import { letterSentFrom, readLetter } from '#libs/letters';
import { type Answer, bundleFrom, type Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { allegationBody, canary } from './allegation-body.js';
import { droppedStream, type Files, flipped, repacked, unpacked, without } from './altered-bundle.js';
import { approvedAccess, type Entries, filesWith, idOf, recordedIn, staffOf, typesOf } from './answers.js';
import { ledgerCommand } from './ledger-command.js';
import { type RunningStore, storeOfRun } from './stores.js';

const { text: letter, which } = seedLetter();
const letterAt = '/v1/communications/KHM/1/2025';

describe.each([storeOfRun()])(`the life of AL KHM 1/2025, from ${which}, on $name`, ({ start }) => {
  const home = temporaryHome();
  let store: RunningStore;
  let ledger: LedgerProcess;
  let staff: Caller;
  let second: Caller;
  let allegation: Answer;
  let subjects: Record<'source' | 'person', string>;
  let bundle: string;
  const logs: string[] = [];

  const focalPoint = (name: string) => ledger.as(`focal.${name}`, 'protection_focal_point');
  const restart = async (instant: string) => {
    await ledger.stop();
    logs.push(ledger.log());
    ledger = await LedgerProcess.start(home, instant, store.env);
    staff = await staffOf(ledger, 'desk.one');
    second = await staffOf(ledger, 'desk.two');
  };
  beforeAll(async () => {
    store = await start(join(home, '..', 'store'));
    ledger = await LedgerProcess.start(home, '2025-03-12T09:00:00Z', store.env);
    staff = await staffOf(ledger, 'desk.one');
    second = await staffOf(ledger, 'desk.two');
  });
  afterAll(async () => ledger.stop().then(() => store.stop()));

  it('records an allegation whose source and persons are sealed', async () => {
    allegation = await staff.post('/v1/allegations', allegationBody());
    expect(allegation.status).toBe(201);
    expect(recordedIn(allegation).map(({ type }) => type)).toEqual([
      'AllegationReceived',
      'SubjectEnrolled',
      'SubjectEnrolled',
    ]);
    const [, source, person] = recordedIn(allegation);
    subjects = { source: source?.eventId ?? '', person: person?.eventId ?? '' };
    expect(allegation.text).not.toContain(canary);
  });

  it('records the letter read from its text, on the date it bears', async () => {
    const document = await staff.document(letter, 'AL_KHM_1-2025.txt');
    const body = letterSentFrom(readLetter(letter), { restsOn: 'allegations', documents: [document] as never });
    const sent = await staff.put(letterAt, body);
    expect(sent).toMatchObject({
      status: 201,
      json: { reference: 'AL KHM 1/2025', events: [{ type: 'LetterSent', revision: 0 }] },
    });
    const linked = await staff.post(`/v1/allegations/${idOf(allegation, 'AllegationReceived')}/links`, {
      on: '2025-03-12',
      reference: 'KHM 1/2025',
    });
    expect(linked.status).toBe(201);
    const timeline = await staff.get('/v1/addressees/KHM/timeline?atLeast=' + String(recordedIn(linked)[0]?.position));
    expect((timeline.json as Entries).entries).toEqual([
      expect.objectContaining({ type: 'LetterSent', on: '2025-03-10', reference: 'AL KHM 1/2025' }),
    ]);
  });

  it('shows reply and publication due on 9 May 2025 with the rule each came from', async () => {
    const due = await staff.get('/v1/obligations');
    const items = (due.json as { items: { kind: string; dueOn: string; rule: string; state: string }[] }).items;
    for (const kind of ['reply', 'publication'])
      expect(items).toContainEqual(
        expect.objectContaining({
          kind,
          reference: 'AL KHM 1/2025',
          dueOn: '2025-05-09',
          state: 'due',
          rule: expect.stringContaining('60 days'),
        }),
      );
  });

  it('takes one Idempotency-Key a hundred times at once for one event and one answer', async () => {
    const body = { on: '2025-03-11', channel: 'email', recipientOffice: 'Permanent Mission' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => staff.post(`${letterAt}/dispatch-confirmations`, body, 'once')),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(201);
    const timeline = await staff.get(
      `/v1/addressees/KHM/timeline?atLeast=${recordedIn(answers[0] as Answer)[0]?.position}`,
    );
    expect(typesOf(timeline)).toEqual(['LetterSent', 'DispatchConfirmed']);

    await restart('2025-03-13T09:00:00Z');
    const again = await staff.post(`${letterAt}/dispatch-confirmations`, body, 'once');
    expect(again.text).toBe(answers[0]?.text);
    const other = await staff.post(`${letterAt}/dispatch-confirmations`, { ...body, channel: 'post' }, 'once');
    expect(other).toMatchObject({ status: 422, json: { code: 'KEY_REUSED' } });
  });

  it('refuses to publish while the window is open, and a second act by the same person', async () => {
    const document = await staff.document(`Redacted.\n${letter.slice(0, 2000)}`, 'redacted.txt');
    const timeline = (await staff.get('/v1/addressees/KHM/timeline')).json as {
      entries: { type: string; eventId: string }[];
    };
    const sent = timeline.entries.find(({ type }) => type === 'LetterSent')?.eventId;
    const proposed = await staff.post(`${letterAt}/redactions`, {
      on: '2025-03-13',
      letter: sent,
      documents: [document],
    });
    const approval = { on: '2025-03-13', proposal: idOf(proposed, 'RedactionProposed') };
    expect(await staff.post(`${letterAt}/redactions/approvals`, approval)).toMatchObject({
      status: 403,
      json: { code: 'FOUR_EYES' },
    });
    expect(await second.post(`${letterAt}/redactions/approvals`, approval)).toMatchObject({ status: 201 });
    const publication = {
      on: '2025-03-13',
      summary: { language: 'en', text: 'Alleged trafficking into scam centres.' },
    };
    expect(await second.post(`${letterAt}/publication`, publication)).toMatchObject({
      status: 409,
      json: { code: 'WINDOW_OPEN' },
    });
  });

  it('records at 10 May 2025 that the windows have ended, once, also across a restart', async () => {
    const elapsed = async () =>
      typesOf(await staff.get('/v1/addressees/KHM/timeline'))
        .filter((type) => type.endsWith('Elapsed'))
        .sort();
    await restart('2025-05-09T21:59:50Z');
    expect(await elapsed()).toEqual([]);
    await restart('2025-05-10T08:00:00Z');
    for (let i = 0; i < 50 && (await elapsed()).length < 2; i++) await pause(200);
    expect(await elapsed()).toEqual(['ConfidentialityWindowElapsed', 'ResponseWindowElapsed']);
    await restart('2025-05-10T09:00:00Z');
    await pause(2500);
    expect(await elapsed()).toEqual(['ConfidentialityWindowElapsed', 'ResponseWindowElapsed']);
  });

  it('records the reply and the publication; the public sees the letter from then on', async () => {
    const nobody = await ledger.as('nobody', 'public');
    expect((await nobody.get(letterAt)).status).toBe(404);
    await restart('2025-06-20T09:00:00Z');
    const document = await staff.document('The Government has the honour to inform …', 'reply.txt');
    const reply = {
      on: '2025-06-20',
      kind: 'substantive',
      language: 'en',
      confidential: false,
      documents: [document],
      answers: ['KHM 1/2025'],
    };
    expect(await staff.post('/v1/replies', reply)).toMatchObject({ status: 201 });
    const publication = {
      on: '2025-06-20',
      summary: { language: 'en', text: 'Alleged trafficking into scam centres.' },
    };
    const published = await second.post(`${letterAt}/publication`, publication);
    expect(published.status).toBe(201);
    const page = await (
      await ledger.as('nobody', 'public')
    ).get(`${letterAt}?atLeast=${recordedIn(published)[0]?.position}`);
    expect(page.status).toBe(200);
  });

  it('shows no reply in the timeline as of a time before it was recorded', async () => {
    const now = typesOf(await staff.get('/v1/addressees/KHM/timeline'));
    expect(now).toContain('ReplyReceived');
    const before = typesOf(await staff.get('/v1/addressees/KHM/timeline?asOf=2025-06-01T00:00:00Z'));
    expect(before).toContain('ConfidentialityWindowElapsed');
    expect(before).not.toContain('ReplyReceived');
  });

  it('gives out a bundle that verifies offline and is complete', async () => {
    bundle = join(home, '..', 'KHM.zip');
    writeFileSync(bundle, await bundleFrom(staff, 'addressee'));
    writeFileSync(join(home, '..', 'trust.json'), (await staff.get('/trust')).text);
    const result = await verifyFile({ file: bundle, trustFile: join(home, '..', 'trust.json') });
    expect(result.findings).toEqual([]);
    expect(result).toMatchObject({ ok: true, completeAsAt: expect.stringMatching(/^2025-06-20T/) });
    const passed = result.checks.filter(({ ok }) => ok === true).map(({ check }) => check);
    expect(passed).toEqual(expect.arrayContaining(['files', 'signatures', 'inclusion', 'streams', 'views']));
  });

  it.each([
    ['a flipped byte in a statement', flipped, 'BAD_SIGNATURE'],
    [
      'a dropped entry in the middle of a stream',
      (files: Files) => without(files, 'communication-KHM-1-2025', 1),
      'REVISION_GAP',
    ],
    [
      'a dropped last entry of a stream',
      (files: Files) => without(files, 'communication-KHM-1-2025', 'last'),
      'STREAM_INCOMPLETE',
    ],
    ['a whole stream dropped with its line', droppedStream, 'HEADS_LIST'],
  ])('finds %s', async (_, alter, code) => {
    const altered = join(home, '..', 'altered.zip');
    writeFileSync(altered, await repacked(bundle, alter));
    const result = await verifyFile({ file: altered, trustFile: join(home, '..', 'trust.json') });
    expect(result.ok).toBe(false);
    expect(result.findings.map((finding) => finding.code)).toContain(code);
  });

  it('opens a sealed source for those who may, and records it; others learn nothing', async () => {
    const request = {
      event: idOf(allegation, 'AllegationReceived'),
      paths: ['source'],
      purpose: 'contact for follow-up',
    };
    const [focal, refused] = [await focalPoint('one'), { status: 409, json: { code: 'ACCESS_NOT_APPROVED' } }];
    expect(await focal.post('/v1/openings', request)).toMatchObject(refused);
    const onRequest = { ...request, request: await approvedAccess(ledger, request) };
    expect(await (await focalPoint('two')).post('/v1/openings', onRequest)).toMatchObject(refused);
    const opened = await focal.post('/v1/openings', onRequest);
    expect(opened).toMatchObject({ status: 201, json: { fields: [{ path: 'source', value: { name: canary } }] } });
    expect(await focal.post('/v1/openings', onRequest)).toMatchObject(refused);
    const drafter = await ledger.as('drafter.one', 'drafter');
    expect(await drafter.post('/v1/openings', request)).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
  });

  it('erases the source: unreadable everywhere, while everything ever given out still verifies', async () => {
    const [first, other] = [await focalPoint('one'), await focalPoint('two')];
    const at = `/v1/subjects/${subjects.source}`;
    const order = { on: '2025-06-20' };
    const refused = { status: 409, json: { code: 'SHRED_NOT_APPROVED' } };
    expect(await first.post(`${at}/shredding`, order)).toMatchObject(refused);
    const wish = { ...order, authority: 'the source', reason: 'fear of reprisals' };
    const requested = await first.post(`${at}/shred-requests`, wish);
    const approval = { ...order, request: idOf(requested, 'ShredRequested') };
    expect(await first.post(`${at}/shred-requests/approvals`, approval)).toMatchObject({
      status: 403,
      json: { code: 'FOUR_EYES' },
    });
    expect(await other.post(`${at}/shred-requests/approvals`, approval)).toMatchObject({ status: 201 });
    const days = { '2026-99-99': 'BODY_INVALID', '2199-01-01': 'DATE_IN_FUTURE' };
    for (const [on, code] of Object.entries(days))
      expect(await first.post(`${at}/shredding`, { on })).toMatchObject({ status: 422, json: { code } });
    const received = idOf(allegation, 'AllegationReceived');
    const texts = [
      { path: 'narrative', narrative: 'A worker was held in a compound.' },
      { path: 'allegedPerpetrators/0/names', names: ['Invented Group'] },
    ];
    for (const text of texts) {
      const missing = { status: 409, json: { code: 'RESTATEMENT_MISSING' } };
      expect(await first.post(`${at}/shredding`, order)).toMatchObject(missing);
      const body = { on: '2025-06-20', restates: received, without: subjects.source, ...text };
      expect(await first.post(`/v1/allegations/${received}/restatements`, body)).toMatchObject({ status: 201 });
    }
    const done = await first.post(`${at}/shredding`, order, 'shred');
    expect(done).toMatchObject({
      status: 201,
      json: { events: [{ type: 'SubjectKeyShredded' }], reach: expect.stringContaining('backups not covered') },
    });
    expect((await first.post(`${at}/shredding`, order, 'shred')).text).toBe(done.text);

    const opening = { event: received, paths: ['source'], purpose: 'must fail' };
    expect(await first.post('/v1/openings', opening)).toMatchObject({
      status: 409,
      json: { code: 'SUBJECT_SHREDDED' },
    });
    const person = { event: received, paths: ['persons/0/particulars'], purpose: 'still readable' };
    expect(await first.post('/v1/openings', person)).toMatchObject({ status: 201 });
    expect(await verifyFile({ file: bundle, trustFile: join(home, '..', 'trust.json') })).toMatchObject({ ok: true });
    const replay = await ledgerCommand(['replay'], { LEDGER_URL: ledger.url });
    expect(replay.status).toBe(0);
    expect(replay.out).toContain('[erased]');
    expect(replay.out).toContain('[sealed]');
  });

  it('leaves no trace of the source in database files, logs or exports', async () => {
    const after = await bundleFrom(staff, 'addressee');
    writeFileSync(join(home, '..', 'after.zip'), after);
    await ledger.stop();
    logs.push(ledger.log());
    writeFileSync(join(home, '..', 'control.bin'), Buffer.concat([Buffer.from([0, 1, 2]), Buffer.from(canary)]));
    expect(filesWith(join(home, '..'), canary)).toEqual(['control.bin']);
    expect(logs.join('')).not.toContain(canary);
    expect(logs.join('').length).toBeGreaterThan(1000);
    for (const text of (await unpacked(after)).values()) expect(text).not.toContain(canary);
    ledger = await LedgerProcess.start(home, '2025-06-21T09:00:00Z', store.env);
  });
});
