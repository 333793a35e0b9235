import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { foundTheLedger, LedgerIdentity, provenKey, registryModule } from '#apps/registry';
import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { type EventStore, openPostgresEventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { Identifiers, IntakeKeyFolder, openKeyStore, SystemEntropy } from '#libs/keyring';
import type { RecordedEvent, Role } from '#libs/ledger';
import { bootstrap, DevelopmentIssuer } from '#libs/service';
import { Caller, FixedClock, freshDatabase, MemorySigner, payloadExamples } from '#libs/testing';

const letter = { ...payloadExamples.LetterSent, restsOn: 'public_reports', documents: [] };
const twoLooks = 2200;

describe('the clock of a registry counts the days of Geneva', () => {
  const home = mkdtempSync(join(tmpdir(), 'geneva-days-'));
  chmodSync(home, 0o711);
  const clock = new FixedClock('2024-02-27T22:59:59.999Z');
  let store: EventStore;
  let as: (...roles: Role[]) => Promise<Caller>;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    const entropy = new SystemEntropy();
    const [issuer, origin] = [new MemorySigner(), 'ledger.test/geneva'];
    store = await openPostgresEventStore(await freshDatabase('geneva'), { durability: 'unchecked' });
    const keyEncryptionKeys = join(home, 'kek');
    const keyStore = await openKeyStore({ url: await freshDatabase('geneva_keys'), keyEncryptionKeys, entropy });
    const log = await provenKey(new MemorySigner(), origin, 'log');
    await foundTheLedger({ store, clock, identifiers: await Identifiers.from(keyStore), issuer, log, origin });
    const registry = await registryModule({
      ...{ store, keyStore, issuers: () => Promise.resolve([issuer]), clock, entropy, notaryUrl: () => '' },
      identity: await LedgerIdentity.read(store),
      documents: new DirectoryDocumentStore(join(home, 'documents'), entropy),
      archive: new PublicArchive(join(home, 'public')),
      intakeKeys: new IntakeKeyFolder(join(home, 'intake'), entropy),
      staged: new StagedLinks(join(home, 'staged')),
      bundles: join(home, 'bundles'),
      lateSilenceSeconds: 3600,
    });
    const tokens = await DevelopmentIssuer.create();
    const service = await bootstrap(
      { modules: [registry], authenticator: tokens, readiness: [] },
      { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    );
    as = async (...roles) => new Caller(service.url, await tokens.issue('desk', roles));
    closing.push(
      () => service.close(),
      () => store.close(),
      () => keyStore.close(),
    );
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  const stream = async (name: string): Promise<RecordedEvent[]> =>
    (await store.readStream(name, 0, 1000)).map(({ position, payload }) => recordedEvent(position, payload));
  const ends = async (name: string, window = 'ConfidentialityWindowElapsed'): Promise<unknown[]> =>
    (await stream(name)).filter(({ type }) => type === window).map(({ data: { on, dueOn } }) => ({ on, dueOn }));
  /** What is recorded at an instant, when the clock has had time to look twice. */
  const endsAt = async (instant: string, name: string, window?: string): Promise<unknown[]> => {
    clock.set(instant);
    await pause(twoLooks);
    return ends(name, window);
  };
  /** What is recorded at an instant, however long the clock takes to get to it. */
  const endsFrom = async (instant: string, name: string, count: number): Promise<unknown[]> => {
    clock.set(instant);
    for (let i = 0; i < 100 && (await ends(name)).length < count; i++) await pause(100);
    return ends(name);
  };
  const dated = (on: string, days = 1) => ({
    ...letter,
    on,
    publicationWindow: { days, printed: `within ${days} days` },
  });

  it('a letter may be dated tomorrow, also 29 February, but not later; tomorrow begins at midnight in Geneva', async () => {
    const clerk = await as('mandate_clerk');
    const at = '/v1/communications/KHM/1/2024';
    expect(await clerk.put(at, dated('2024-02-29'))).toMatchObject({ json: { code: 'DATE_IN_FUTURE' } });
    expect(await stream('communication-KHM-1-2024')).toEqual([]);
    clock.set('2024-02-27T23:00:00Z');
    expect((await clerk.put(at, dated('2024-02-29'))).status).toBe(201);
  });

  it('no letter is dated on a 29 February that there was not', async () => {
    const clerk = await as('mandate_clerk');
    const answer = await clerk.put('/v1/communications/KHM/2/2024', dated('2023-02-29'));
    expect(answer).toMatchObject({ status: 422, json: { code: 'BODY_INVALID' } });
  });

  it.each([
    ['29 February', 11, '2024-02-28', '2024-02-29', '2024-02-29T23:00:00.000Z', '2024-03-01'],
    ['the last whole day of winter time', 12, '2024-03-29', '2024-03-30', '2024-03-30T23:00:00.000Z', '2024-03-31'],
    ['the day of 23 hours', 13, '2024-03-30', '2024-03-31', '2024-03-31T22:00:00.000Z', '2024-04-01'],
    ['the last whole day of summer time', 14, '2024-10-25', '2024-10-26', '2024-10-26T22:00:00.000Z', '2024-10-27'],
    ['the day of 25 hours', 15, '2024-10-26', '2024-10-27', '2024-10-27T23:00:00.000Z', '2024-10-28'],
  ])('a window whose last day is %s is over when that day is, not a moment before', async (...row) => {
    const [, serial, on, dueOn, end, next] = row;
    const name = `communication-KHM-${serial}-2024`;
    const before = new Date(Date.parse(end) - 1).toISOString();
    clock.set(before);
    const clerk = await as('mandate_clerk');
    expect((await clerk.put(`/v1/communications/KHM/${serial}/2024`, dated(on))).status).toBe(201);
    expect(await endsAt(before, name)).toEqual([]);
    expect(await endsFrom(end, name, 1)).toEqual([{ on: next, dueOn }]);
  });

  it('a correction that moves the last day over the clock change moves the end with it', async () => {
    const name = 'communication-KHM-21-2024';
    const clerk = await as('mandate_clerk');
    const at = '/v1/communications/KHM/21/2024';
    clock.set('2025-03-28T12:00:00Z');
    expect((await clerk.put(at, dated('2025-03-28'))).status).toBe(201);
    expect(await endsFrom('2025-03-29T23:00:00.000Z', name, 1)).toEqual([{ on: '2025-03-30', dueOn: '2025-03-29' }]);
    const [sent] = await stream(name);
    const corrected = { ...dated('2025-03-29'), corrects: sent?.id, reason: 'The date was misread.' };
    expect((await clerk.post(`${at}/corrections`, corrected)).status).toBe(201);
    expect(await endsAt('2025-03-30T21:59:59.999Z', name)).toHaveLength(1);
    expect((await endsFrom('2025-03-30T22:00:00.000Z', name, 2))[1]).toEqual({ on: '2025-03-31', dueOn: '2025-03-30' });
  });

  it('an imported letter brings the end of its confidentiality window; silence is said a day later, for what it received is still to come', async () => {
    const name = 'communication-KHM-7-2020';
    const importer = await as('importer');
    clock.set('2025-04-01T12:00:00Z');
    const old = { ...dated('2020-02-29'), restsOn: 'import' };
    expect((await importer.put('/v1/communications/KHM/7/2020', old)).status).toBe(201);
    const [sent] = await stream(name);
    expect(await ends(name)).toEqual([{ on: '2020-03-02', dueOn: '2020-03-01' }]);
    const day = Date.parse(sent?.time ?? '') + 86_400_000;
    const silence = 'ResponseWindowElapsed';
    expect(await endsAt(new Date(day - 1).toISOString(), name, silence)).toEqual([]);
    clock.set(new Date(day).toISOString());
    while ((await ends(name, silence)).length === 0) await pause(100);
    expect(await ends(name, silence)).toEqual([{ on: '2020-04-30', dueOn: '2020-04-29' }]);
  });

  it('silence about a letter recorded long after its window waits for the reply, which is recorded in time or never came', async () => {
    const [clerk, silence] = [await as('mandate_clerk'), 'ResponseWindowElapsed'];
    clock.set('2025-04-10T12:00:00Z');
    const old = { ...dated('2024-06-03'), replyAskedBy: null };
    for (const serial of [31, 32])
      expect((await clerk.put(`/v1/communications/KHM/${serial}/2024`, old)).status).toBe(201);
    const named = (serial: number): string => `communication-KHM-${serial}-2024`;
    while ((await ends(named(32))).length === 0) await pause(100);
    expect(await endsAt('2025-04-10T12:59:59.000Z', named(31), silence)).toEqual([]);
    const reply = { ...payloadExamples.ReplyReceived, on: '2024-07-01', kind: 'substantive', documents: [] };
    expect((await clerk.post('/v1/replies', { ...reply, answers: ['KHM 31/2024'] })).status).toBe(201);
    clock.set('2025-04-10T13:00:01.000Z');
    while ((await ends(named(32), silence)).length === 0) await pause(100);
    expect(await ends(named(31), silence)).toEqual([]);
  });

  it('silence waits for the replies of a window that a correction moves into the past, and once more when that was an error', async () => {
    const [clerk, silence, name] = [await as('mandate_clerk'), 'ResponseWindowElapsed', 'communication-KHM-41-2025'];
    const at = '/v1/communications/KHM/41/2025';
    const of = (on: string) => ({ ...dated(on), replyAskedBy: null });
    const corrected = async (on: string): Promise<string | undefined> => {
      const corrects = (await stream(name)).findLast(({ type }) => /^Letter(Sent|Corrected)$/.test(type))?.id;
      const answer = await clerk.post(`${at}/corrections`, { ...of(on), corrects, reason: 'Misread.' });
      expect(answer.status).toBe(201);
      return (await stream(name)).at(-1)?.id;
    };
    clock.set('2025-08-01T12:00:00Z');
    expect((await clerk.put(at, of('2025-07-25'))).status).toBe(201);
    // Given a correction by which the last day was 20 July, eleven days before anybody here knew of it
    await corrected('2025-05-21');
    expect(await endsAt('2025-08-01T12:59:59.000Z', name, silence)).toEqual([]);
    // When another one, within the hour, says that it was 30 July
    await corrected('2025-05-31');
    // Then nothing is said an hour after the first, and of 30 July an hour after the second
    expect(await endsAt('2025-08-01T13:59:58.000Z', name, silence)).toEqual([]);
    clock.set('2025-08-01T13:59:59.000Z');
    while ((await ends(name, silence)).length === 0) await pause(100);
    expect(await ends(name, silence)).toEqual([{ on: '2025-07-31', dueOn: '2025-07-30' }]);
    // When a third moves it on, and that was an error
    const event = await corrected('2025-06-01');
    const error = { on: '2025-08-01', event, reason: 'It was right before.' };
    expect((await clerk.post(`${at}/errors`, error)).status).toBe(201);
    // Then silence that is on record is not said again
    expect(await endsAt('2025-08-01T16:00:00.000Z', name, silence)).toHaveLength(1);
  });
});
