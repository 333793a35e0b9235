import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { binaryEvent, type EventData, jsonEvent, KurrentDBClient, NO_STREAM } from '@kurrent/kurrentdb-client';
import postgres from 'postgres';
import { freshDatabase, KurrentDouble, makeTestCertificates, sampleEntry } from '#libs/testing';
import type { EventStore } from './event-store.js';
import { type KurrentOptions, openKurrentEventStore } from './kurrentdb-event-store.js';
import { eventOf } from './kurrentdb-events.js';
import { frame } from './kurrentdb-frame.js';
import { openEventStore } from './open-event-store.js';

let indexUrl: string;
beforeAll(async () => {
  indexUrl = await freshDatabase('index');
});
const open = (url: string, more: Partial<KurrentOptions> = {}): Promise<EventStore> =>
  openKurrentEventStore(url, { indexUrl, ...more });

const answersWith = async (opening: Promise<EventStore>): Promise<unknown> =>
  opening.then(
    (store) => store.close().then(() => 'opened'),
    (error: unknown) => error,
  );

describe('a stream that is not a ledger’s', () => {
  let double: KurrentDouble;
  let client: KurrentDBClient;
  beforeEach(async () => {
    double = await KurrentDouble.start();
    client = KurrentDBClient.connectionString(double.url);
  });
  afterEach(async () => {
    await client.dispose();
    await double.stop();
  });

  const founded = sampleEntry(0);
  const foreign: [string, () => EventData][] = [
    ['another program’s JSON', () => jsonEvent({ type: 'InvoiceSent', data: { number: 1 } })],
    ['the payload of a ledger as JSON', () => jsonEvent({ type: 'LedgerFounded', data: {}, id: founded.id })],
    ['bytes that are no statement', () => binaryEvent({ type: 'X', data: Buffer.from('x'), metadata: frame(founded) })],
    [
      'a statement without what belongs beside it',
      () => binaryEvent({ ...eventOf(founded), data: founded.payload, metadata: Buffer.from('LEVT0') }),
    ],
    [
      'a statement under another id',
      () => binaryEvent({ type: 'LedgerFounded', data: founded.payload, metadata: frame(founded) }),
    ],
    ['a statement that founds nothing', () => eventOf(sampleEntry(0, { stream: 'handling-0' }))],
  ];

  it.each(foreign)('is refused: it begins with %s', async (_, event) => {
    await client.appendToStream('ledger', event(), { streamState: NO_STREAM });
    expect(await answersWith(open(double.url))).toMatchObject({ code: 'STORE_FOREIGN' });
  });

  it.each([{ maxCount: 100 }, { maxAge: 3600 }, { truncateBefore: 1 }])(
    'is refused: it would lose events by %j',
    async (metadata) => {
      await client.appendToStream('ledger', eventOf(founded), { streamState: NO_STREAM });
      expect(await answersWith(open(double.url))).toBe('opened');
      await client.setStreamMetadata('ledger', metadata);
      expect(await answersWith(open(double.url))).toMatchObject({ code: 'STORE_FOREIGN' });
    },
  );

  it('is noticed when another program writes to it afterwards, by every way of reading', async () => {
    const store = await open(double.url);
    await store.append(0, [founded]);
    await client.appendToStream('ledger', jsonEvent({ type: 'InvoiceSent', data: {} }), { streamState: 0n });
    const refused = { code: 'STORE_FOREIGN' };
    await expect(store.read(0, 10)).rejects.toMatchObject(refused);
    await expect(store.last()).rejects.toMatchObject(refused);
    await expect(store.find([founded.id])).rejects.toMatchObject(refused);
    const following = store.follow(0, new AbortController().signal)[Symbol.asyncIterator]();
    await expect(following.next()).rejects.toMatchObject(refused);
    await store.close();
  });

  it('is noticed when an id or a place was recorded twice by a program that did not look', async () => {
    const store = await open(double.url);
    await store.append(0, [founded]);
    await client.appendToStream('ledger', eventOf({ ...founded, position: 1 }), { streamState: 0n });
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(store.find([founded.id])).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
    }
    await store.close();
    // Whoever comes later notices it, too: nothing of the page has entered the index.
    const later = await open(double.url);
    await expect(later.readStream(founded.stream, 0, 10)).rejects.toMatchObject({ code: 'STORE_FOREIGN' });
    await later.close();
  });
});

describe('the index beside a KurrentDB', () => {
  it('is made anew when it was made of another ledger, and mended when somebody has emptied it', async () => {
    const url = await freshDatabase('index');
    const [first, second] = [await KurrentDouble.start(), await KurrentDouble.start()];
    const entries = [sampleEntry(0), sampleEntry(1), sampleEntry(2)];
    const one = await openKurrentEventStore(first.url, { indexUrl: url });
    await one.append(0, entries);
    expect(await one.find([entries[2]?.id ?? ''])).toHaveLength(1);
    await one.close();

    const other = await openKurrentEventStore(second.url, { indexUrl: url });
    expect(await other.find([entries[2]?.id ?? ''])).toEqual([]);
    const founded = sampleEntry(0, { note: 'another' });
    await other.append(0, [founded, sampleEntry(1, { stream: 'handling-other' })]);
    expect(await other.find([founded.id])).toHaveLength(1);

    const sql = postgres(url, { max: 1, onnotice: () => undefined });
    await sql`TRUNCATE event_index_1`;
    expect(await other.readStream('handling-other', 0, 10)).toHaveLength(1);
    await sql`TRUNCATE event_index_1`;
    expect(await other.append(2, [sampleEntry(2)])).toBe('done');
    await sql.end();
    expect(await other.readStream('handling-2', 0, 10)).toHaveLength(1);
    await other.close();
    await Promise.all([first.stop(), second.stop()]);
  });

  it('is made by several at once', async () => {
    const url = await freshDatabase('index');
    const double = await KurrentDouble.start();
    const writing = await openKurrentEventStore(double.url, { indexUrl: await freshDatabase('index') });
    await writing.append(
      0,
      Array.from({ length: 2500 }, (_, n) => sampleEntry(n)),
    );
    const stores = await Promise.all(
      Array.from({ length: 6 }, () => openKurrentEventStore(double.url, { indexUrl: url })),
    );
    const found = await Promise.all(stores.map((store) => store.readStream('handling-2499', 0, 10)));
    expect(found.map((entries) => entries[0]?.position)).toEqual(stores.map(() => 2499));
    await Promise.all([writing, ...stores].map((store) => store.close()));
    await double.stop();
  });
});

describe('a server with TLS and a password', () => {
  let folder: string;
  let files: ReturnType<typeof makeTestCertificates>;
  let double: KurrentDouble;
  const password = 'p@ss:word/100%';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kurrentdb-opening-'));
    chmodSync(folder, 0o711);
    files = makeTestCertificates(folder);
    const { certificate, key } = files;
    double = await KurrentDouble.start({ secure: { certificate, key, name: 'ledger', password } });
  });
  afterAll(async () => {
    await double.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const address = (user: string, more: string): string => double.url.replace('://', `://${user}`) + more;
  const known = (): string => `&tlsCAFile=${encodeURIComponent(files.authority)}`;

  it('is written to and read with the credentials of the address', async () => {
    const store = await open(address(`ledger:${encodeURIComponent(password)}@`, known()));
    expect(await store.append(0, [sampleEntry(0)])).toBe('done');
    expect(await store.find([sampleEntry(0).id])).toHaveLength(1);
    await store.close();
  });

  it.each([
    ['another password', 'ledger:secret@', known],
    ['another user', `secret:${encodeURIComponent(password)}@`, known],
    ['nobody’s credentials', '', known],
    ['an authority nobody knows', 'ledger:secret@', () => ''],
    ['a file that is not there', 'ledger:secret@', () => '&tlsCAFile=/nowhere/secret.pem'],
    ['a file that holds no certificate', 'ledger:secret@', () => `&tlsCAFile=${encodeURIComponent(files.key)}`],
  ])('refuses an address with %s, in words that do not quote it', async (_, user, more) => {
    const refusal = await answersWith(open(address(user, more())));
    expect(refusal).toMatchObject({ code: 'CONFIGURATION', details: [{ path: 'EVENT_STORE_URL' }] });
    expect((refusal as Error).message).not.toMatch(/secret|p%40ss/);
  });

  it('is not reached without TLS, nor one without TLS with it', async () => {
    const without = `kurrentdb://127.0.0.1:${double.endpoint.port}?tls=false`;
    expect(await answersWith(open(without))).toMatchObject({
      code: expect.stringMatching(/^(STORE_UNAVAILABLE|CONFIGURATION)$/),
    });
    const plain = await KurrentDouble.start();
    const refusal = await answersWith(open(`kurrentdb://127.0.0.1:${plain.endpoint.port}`));
    expect(refusal).toMatchObject({ code: expect.stringMatching(/^(STORE_UNAVAILABLE|CONFIGURATION)$/) });
    await plain.stop();
  });
});

describe('the front door', () => {
  it.each([
    '',
    'nonsense',
    'mysql://host/db',
    'kurrentdb:host',
    'kurrentdb://host/secret',
    'kurrentdb://host?no=secret',
  ])('refuses the address "%s" by name and rule', async (url) => {
    const refusal = await answersWith(openEventStore(url, { indexUrl }));
    expect(refusal).toMatchObject({ code: 'CONFIGURATION', details: [{ path: 'EVENT_STORE_URL' }] });
    expect((refusal as Error).message).not.toContain('secret');
  });

  it('asks for the index that a KurrentDB needs', async () => {
    expect(await answersWith(openEventStore('kurrentdb://host'))).toMatchObject({
      code: 'CONFIGURATION',
      details: [{ path: 'EVENT_INDEX_URL' }],
    });
  });

  it('says in one sentence that nobody listens, at the server or at the index', async () => {
    expect(await answersWith(open('kurrentdb://127.0.0.1:1?tls=false'))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    const double = await KurrentDouble.start();
    const nowhere = 'postgres://nobody:x@127.0.0.1:1/none';
    expect(await answersWith(open(double.url, { indexUrl: nowhere }))).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await answersWith(openEventStore(double.url.replace('kurrentdb', 'esdb'), { indexUrl }))).toBe('opened');
    await double.stop();
  });
});
