import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { DirectoryDocumentStore, PublicArchive, StagedLinks } from '#libs/documents';
import { type EventStore, openPostgresEventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { Identifiers, IntakeKeyFolder, type KeyStore, openKeyStore, SystemEntropy } from '#libs/keyring';
import type { RecordedEvent, Role } from '#libs/ledger';
import { bootstrap, DevelopmentIssuer, type RunningService } from '#libs/service';
import { type Answer, Caller, FixedClock, freshDatabase, MemorySigner, payloadExamples } from '#libs/testing';

import { LedgerIdentity } from './ledger-identity.js';
import { foundTheLedger, provenKey } from './ledger/founding.js';
import { registryModule } from './open-registry.js';

interface Registry {
  readonly service: RunningService;
  readonly close: () => Promise<void>;
}

const letter = { ...payloadExamples.LetterSent, restsOn: 'public_reports', documents: [] };
const referenceOf = ({ json }: Answer): string => (json as { reference: string }).reference;
const typesOf = (events: readonly RecordedEvent[]): string[] => events.map(({ type }) => type);

describe('two registries on one ledger', () => {
  const home = mkdtempSync(join(tmpdir(), 'registries-'));
  chmodSync(home, 0o711);
  const clock = new FixedClock('2025-03-12T09:00:00.000Z');
  const entropy = new SystemEntropy();
  const issuer = new MemorySigner();
  const archive = new PublicArchive(join(home, 'public'));
  let urls: { events: string; keys: string };
  let tokens: DevelopmentIssuer;
  let store: EventStore;
  const running: Registry[] = [];

  const openKeys = (): Promise<KeyStore> =>
    openKeyStore({ url: urls.keys, keyEncryptionKeys: join(home, 'kek'), entropy });

  const start = async (): Promise<Registry> => {
    const own = await openPostgresEventStore(urls.events, { durability: 'unchecked' });
    const keyStore = await openKeys();
    const module = await registryModule({
      ...{
        store: own,
        keyStore,
        issuers: () => Promise.resolve([issuer]),
        clock,
        entropy,
        archive,
        notaryUrl: () => '',
      },
      identity: await LedgerIdentity.read(own),
      documents: new DirectoryDocumentStore(join(home, 'documents'), entropy),
      intakeKeys: new IntakeKeyFolder(join(home, 'intake'), entropy),
      staged: new StagedLinks(join(home, 'staged')),
      bundles: join(home, 'bundles'),
    });
    const listen = { host: '127.0.0.1', port: 0, logLevel: 'silent' } as const;
    const service = await bootstrap({ modules: [module], authenticator: tokens, readiness: [] }, listen);
    const close = async () => {
      await service.close();
      await own.close();
      await keyStore.close();
    };
    const registry = { service, close };
    running.push(registry);
    return registry;
  };
  const as = async ({ service }: Registry, subject: string, ...roles: Role[]): Promise<Caller> =>
    new Caller(service.url, await tokens.issue(subject, roles));
  const stream = async (name: string): Promise<RecordedEvent[]> =>
    (await store.readStream(name, 0, 1000)).map(({ position, payload }) => recordedEvent(position, payload));
  const settled = async (name: string, size: number): Promise<string[]> => {
    for (let i = 0; i < 100 && (await stream(name)).length < size; i++) await pause(100);
    await pause(2200);
    return typesOf(await stream(name));
  };

  let [one, other]: Registry[] = [];
  const registries = (): [Registry, Registry] => [one as Registry, other as Registry];
  beforeAll(async () => {
    urls = { events: await freshDatabase('events'), keys: await freshDatabase('keys') };
    tokens = await DevelopmentIssuer.create();
    store = await openPostgresEventStore(urls.events, { durability: 'unchecked' });
    const keyStore = await openKeys();
    const origin = 'ledger.test/registries';
    const log = await provenKey(new MemorySigner(), origin, 'log');
    await foundTheLedger({ store, clock, identifiers: await Identifiers.from(keyStore), issuer, log, origin });
    await keyStore.close();
    one = await start();
    other = await start();
  });
  afterAll(async () => {
    for (const { close } of running) await close();
    await store.close();
  });

  it('give each letter a number of its own and leave none out, however they race', async () => {
    const clerks = await Promise.all(registries().map((registry) => as(registry, 'clerk', 'mandate_clerk')));
    const sent = await Promise.all(
      Array.from({ length: 6 }, () =>
        clerks.map((clerk) => clerk.post('/v1/communications', { ...letter, code: 'LAO' })),
      ).flat(),
    );
    const numbers = sent
      .map((answer) => referenceOf(answer))
      .map((reference) => Number(/(\d+)\//.exec(reference)?.[1]));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('answer a repeated request with the number it got, whichever is asked', async () => {
    const body = { ...letter, code: 'KHM' };
    const clerks = await Promise.all(registries().map((registry) => as(registry, 'clerk', 'mandate_clerk')));
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => clerks.map((clerk) => clerk.post('/v1/communications', body, 'same'))).flat(),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.map(referenceOf)[0]).toBe('AL KHM 1/2025');
    expect(await stream('communication-KHM-2-2025')).toEqual([]);
  });

  it('record the end of each window once, also when one of them starts anew', async () => {
    const clerk = await as(registries()[0], 'clerk', 'mandate_clerk');
    const voided = { on: '2025-03-12', reason: 'Recorded twice.', replacedBy: null };
    expect((await clerk.post('/v1/communications/LAO/12/2025/void', voided)).status).toBe(201);
    clock.set('2025-05-10T00:00:00Z');
    const ended = ['LetterSent', 'ResponseWindowElapsed', 'ConfidentialityWindowElapsed'];
    expect(await settled('communication-KHM-1-2025', 3)).toEqual(ended);
    await start();
    await pause(2200);
    for (let serial = 1; serial <= 11; serial++)
      expect(typesOf(await stream(`communication-LAO-${serial}-2025`))).toEqual(ended);
    expect(typesOf(await stream('communication-LAO-12-2025'))).toEqual(['LetterSent', 'ReferenceVoided']);
  });

  it('record the end again for the day that a correction gives, once', async () => {
    const clerk = await as(registries()[1], 'clerk', 'mandate_clerk');
    const [sent] = await stream('communication-KHM-1-2025');
    const corrected = { ...letter, on: '2025-03-12', corrects: sent?.id, reason: 'The date was misread.' };
    expect((await clerk.post('/v1/communications/KHM/1/2025/corrections', corrected)).status).toBe(201);
    clock.set('2025-05-12T00:00:00Z');
    expect((await settled('communication-KHM-1-2025', 6)).slice(4)).toEqual([
      'ResponseWindowElapsed',
      'ConfidentialityWindowElapsed',
    ]);
    const days = (await stream('communication-KHM-1-2025')).map(({ data }) => data['dueOn']);
    expect(days.filter((day) => day !== undefined)).toEqual(['2025-05-09', '2025-05-09', '2025-05-11', '2025-05-11']);
  });

  it('import a letter that was published elsewhere, with each window in the append that knows of it and no word from the clock', async () => {
    const importer = await as(registries()[0], 'importer', 'importer');
    const at = '/v1/communications/BRA/15/2021';
    const old = { ...letter, on: '2022-01-19', restsOn: 'import' };
    expect((await importer.put(at, old)).json).toMatchObject({ reference: 'AL BRA 15/2021' });
    await pause(2200);
    const publication = {
      on: '2022-04-01',
      publishedElsewhere: { url: 'https://example.org/letter', on: '2022-04-01' },
    };
    const imported = await importer.post(`${at}/publication`, publication);
    const types = typesOf((imported.json as { events: RecordedEvent[] }).events);
    expect(types).toEqual(['ResponseWindowElapsed', 'LetterPublished']);
    clock.set('2025-06-20T00:00:00Z');
    const all = ['LetterSent', 'ConfidentialityWindowElapsed', ...types];
    expect(await settled('communication-BRA-15-2021', 4)).toEqual(all);
    expect((await stream('communication-BRA-15-2021')).map(({ data }) => data.on)).toEqual([
      '2022-01-19',
      '2022-03-21',
      '2022-03-21',
      '2022-04-01',
    ]);
  });

  it('import one as published of whose number a clerk had recorded a letter in error, and refuse it while that stands', async () => {
    const clerk = await as(registries()[0], 'clerk', 'mandate_clerk');
    const importer = await as(registries()[1], 'importer', 'importer');
    const at = '/v1/communications/BRA/7/2015';
    const old = { ...letter, on: '2015-03-10', publicationWindow: null, replyAskedBy: null };
    const publishedElsewhere = { url: 'https://example.org/letter', on: '2015-09-01' };
    const history = { letter: { ...old, restsOn: 'import' }, replies: [], publishedElsewhere };
    expect((await clerk.put(at, old)).status).toBe(201);
    expect((await importer.post(`${at}/history`, history)).json).toMatchObject({ code: 'LETTER_ALREADY_SENT' });
    const [sent] = await stream('communication-BRA-7-2015');
    const error = { on: '2025-05-01', event: sent?.id, reason: 'It was to be imported.' };
    expect((await clerk.post(`${at}/errors`, error)).status).toBe(201);
    expect((await importer.post(`${at}/history`, history)).status).toBe(201);
    // The end of its window, which the clock may have told while the other letter stood, is told once.
    const all = ['LetterPublished', 'LetterSent', 'LetterSent', 'RecordedInError', 'ResponseWindowElapsed'];
    expect(typesOf(await stream('communication-BRA-7-2015')).sort()).toEqual(all);
  });

  it('let nobody but an importer say that something was published elsewhere, and no importer publish here', async () => {
    const at = '/v1/communications/KHM/1/2025/publication';
    const summary = { language: 'en', text: 'Alleged trafficking.' };
    const elsewhere = { url: 'https://example.org/letter', on: '2025-06-01' };
    const publisher = await as(registries()[0], 'publisher', 'publisher');
    const importer = await as(registries()[0], 'importer', 'importer');
    const claimed = await publisher.post(at, { on: '2025-06-01', publishedElsewhere: elsewhere });
    expect(claimed).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
    const ours = await importer.post(at, { on: '2025-06-01', summary });
    expect(ours).toMatchObject({ status: 403, json: { code: 'FORBIDDEN' } });
    const sentFromHere = await importer.post(at, { on: '2025-06-01', publishedElsewhere: elsewhere });
    expect(sentFromHere).toMatchObject({ status: 409, json: { code: 'NOT_IMPORTED' } });
  });

  it('tell nobody who may not work on replies whether there is one', async () => {
    const outsider = await as(registries()[0], 'outsider', 'partner_agency');
    const [sent] = await stream('communication-KHM-1-2025');
    for (const id of [sent?.id ?? '', 'a6a69896-6653-8a05-a38b-efcf41319515']) {
      const body = { ...payloadExamples.ReplyTranslated, reply: id, documents: [] };
      expect((await outsider.post(`/v1/replies/${id}/translations`, body)).status).toBe(403);
    }
    const translator = await as(registries()[0], 'translator', 'translator');
    const body = { ...payloadExamples.ReplyTranslated, reply: sent?.id, documents: [] };
    expect(await translator.post(`/v1/replies/${sent?.id}/translations`, body)).toMatchObject({
      status: 404,
      json: { code: 'REPLY_UNKNOWN' },
    });
  });

  it('show nothing that was withdrawn, though a crash left its file, and delete it at the next start', async () => {
    const roles = ['mandate_clerk', 'redactor', 'publisher'] as const;
    const [ann, bo] = await Promise.all(['ann', 'bo'].map((name) => as(registries()[0], name, ...roles)));
    if (ann === undefined || bo === undefined) return expect([ann, bo]).toHaveLength(0);
    const at = '/v1/communications/LAO/1/2025';
    const [sent] = await stream('communication-LAO-1-2025');
    const redacted = {
      on: '2025-06-01',
      letter: sent?.id,
      documents: [await ann.document('Redacted.', 'redacted.txt')],
    };
    await ann.post(`${at}/redactions`, redacted);
    const [proposal] = await stream('handling-LAO-1-2025');
    await bo.post(`${at}/redactions/approvals`, { on: '2025-06-01', proposal: proposal?.id });
    const summary = { language: 'en', text: 'Alleged trafficking.' };
    expect((await bo.post(`${at}/publication`, { on: '2025-06-01', summary })).status).toBe(201);
    const publication = (await stream('communication-LAO-1-2025')).at(-1);
    const { digest } = publication?.data['rendition'] as { digest: string };
    expect((await bo.get(`/v1/documents/${digest}`)).text).toBe('Redacted.');

    const order = { on: '2025-06-02', publication: publication?.id, reason: 'redaction_failed', reviewOn: null };
    expect((await bo.post(`${at}/publication/withdrawal`, order)).status).toBe(201);
    expect(await archive.getDocument(digest)).toBeUndefined();
    await archive.putDocument(Buffer.from('Redacted.'));
    expect((await bo.get(`/v1/documents/${digest}`)).status).toBe(404);
    await start();
    expect(await archive.getDocument(digest)).toBeUndefined();
  });

  it('replace a rendition by another that was approved, and show the first no more', async () => {
    const roles = ['mandate_clerk', 'redactor', 'publisher'] as const;
    const [ann, bo] = [await as(registries()[0], 'ann', ...roles), await as(registries()[0], 'bo', ...roles)];
    const at = '/v1/communications/LAO/2/2025';
    const [sent] = await stream('communication-LAO-2-2025');
    const approve = async (text: string) => {
      const documents = [await ann.document(text, 'redacted.txt')];
      const redacted = { on: '2025-06-01', letter: sent?.id, documents };
      expect(await ann.post(`${at}/redactions`, redacted)).toMatchObject({ status: 201 });
      const proposal = (await stream('handling-LAO-2-2025')).at(-1);
      expect((await bo.post(`${at}/redactions/approvals`, { on: '2025-06-01', proposal: proposal?.id })).status).toBe(
        201,
      );
    };
    await approve('First rendition.');
    const summary = { language: 'en', text: 'Alleged trafficking.' };
    expect((await bo.post(`${at}/publication`, { on: '2025-06-01', summary })).status).toBe(201);
    const publication = (await stream('communication-LAO-2-2025')).at(-1);
    const order = { on: '2025-06-02', publication: publication?.id, reason: 'redaction_failed' };
    expect(await bo.post(`${at}/publication/rendition`, order)).toMatchObject({
      json: { code: 'REDACTION_NOT_APPROVED' },
    });
    await approve('Second rendition.');
    expect((await bo.post(`${at}/publication/rendition`, order)).status).toBe(201);
    const [first, second] = (await stream('communication-LAO-2-2025')).flatMap(
      ({ data }) => (data['rendition'] as { digest: string } | undefined)?.digest ?? [],
    );
    expect((await bo.get(`/v1/documents/${first}`)).status).toBe(404);
    expect((await bo.get(`/v1/documents/${second}`)).text).toBe('Second rendition.');
    expect(await archive.getDocument(first ?? '')).toBeUndefined();
  });

  it('draft no report that nobody can make, and take no submission or symbol without one', async () => {
    const officer = await as(registries()[0], 'officer', 'reporting_officer');
    const at = '/v1/reports/HRC60-communications';
    const { ReportSubmitted: submission, SymbolAssigned: symbol } = payloadExamples;
    const order = { kind: 'communications', session: 'HRC60', position: 3 };
    for (const [path, body, code] of [
      ['/v1/reports', order, 'REPORTING_UNAVAILABLE'],
      [`${at}/submission`, { ...submission, on: '2025-06-01' }, 'EVENT_UNKNOWN'],
      [`${at}/symbol`, { ...symbol, on: '2025-06-01' }, 'REPORT_NOT_SUBMITTED'],
    ] as const)
      expect((await officer.post(path, body)).json).toMatchObject({ code });
    expect(await stream('report-HRC60-communications')).toEqual([]);
  });
});
