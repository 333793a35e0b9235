import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AppendToStreamOptions, binaryEvent, type EventData, KurrentDBClient } from '@kurrent/kurrentdb-client';
import { KurrentCaller } from './kurrent-caller.js';
import { elect, KurrentDouble } from './kurrent-double.js';
import { sampleId } from './samples.js';
import { makeTestCertificates, type TestCertificates } from './test-certificates.js';

const clients: KurrentDBClient[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
});

function connected(url: string): KurrentDBClient {
  const client = KurrentDBClient.connectionString(url);
  clients.push(client);
  return client;
}

const event = (): EventData => binaryEvent({ type: 'Sample', data: Buffer.from('x') });
const append = (client: KurrentDBClient, options: AppendToStreamOptions): Promise<unknown> =>
  client.appendToStream('ledger', event(), options);

async function count(client: KurrentDBClient, requiresLeader: 'leader' | 'any'): Promise<number> {
  let found = 0;
  for await (const { event } of client.readStream('ledger', { requiresLeader: requiresLeader === 'leader' })) {
    if (event) found++;
  }
  return found;
}

/** Until it succeeds: a client that changes servers fails first. */
async function insist<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 100; ; left--) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await pause(20);
    }
  }
}

describe('two nodes over one log', () => {
  let first: KurrentDouble;
  let second: KurrentDouble;
  beforeEach(async () => {
    first = await KurrentDouble.start({ role: 'leaderless' });
    second = await KurrentDouble.start({ role: 'leaderless', folder: first.folder });
    await elect(first, [second]);
  });
  afterEach(async () => {
    await second.stop();
    await first.stop();
  });
  const notLeader = (): unknown => ({
    type: 'not-leader',
    leader: { address: '127.0.0.1', port: first.endpoint.port },
  });

  it('the one that does not lead names the leader, and the client goes there', async () => {
    const client = connected(second.url);
    await expect(append(client, { streamState: 'no_stream', requiresLeader: true })).rejects.toMatchObject(
      notLeader() as object,
    );
    expect(await append(client, { streamState: 'no_stream', requiresLeader: true })).toMatchObject({ success: true });
    const credentials = { username: 'admin', password: 'changeit' };
    const other = connected(second.url);
    const refused = append(other, { streamState: 0n, requiresLeader: true, credentials });
    await expect(refused).rejects.toMatchObject(notLeader() as object);
  });

  it('the one that does not lead serves reads and subscriptions, but not those that ask for the leader', async () => {
    const client = connected(first.url);
    await append(client, { streamState: 'no_stream', requiresLeader: true });
    // A client that prefers leaders, as it does unless told, asks for the leader in every read.
    const reader = connected(`${second.url}&nodePreference=follower`);
    expect(await count(reader, 'any')).toBe(1);
    const seen: bigint[] = [];
    const subscription = reader.subscribeToStream('ledger');
    subscription.on('data', (found) => seen.push(found.event?.revision ?? -1n));
    await append(client, { streamState: 0n, requiresLeader: true });
    for (let waited = 0; seen.length < 2 && waited < 10_000; waited += 10) await pause(10);
    expect(seen).toEqual([0n, 1n]);
    await subscription.unsubscribe();
    await expect(count(connected(second.url), 'any')).rejects.toMatchObject({ type: 'not-leader' });
    const deciding = connected(`${second.url}&nodePreference=follower`);
    await expect(count(deciding, 'leader')).rejects.toMatchObject({ type: 'not-leader' });
    expect(await insist(() => count(deciding, 'leader'))).toBe(2);
  });

  it('the one that does not lead takes no write that does not ask for the leader, for this double hands nothing on', async () => {
    await expect(append(connected(second.url), { streamState: 'no_stream' })).rejects.toMatchObject({ code: 12 });
    expect(await append(connected(first.url), { streamState: 'no_stream' })).toMatchObject({
      nextExpectedRevision: 0n,
    });
  });

  it('nothing acknowledged is lost or doubled when the leader resigns and when it is killed', async () => {
    const url = `kurrentdb://127.0.0.1:${first.endpoint.port},127.0.0.1:${second.endpoint.port}?tls=false`;
    let changing = true;
    const writing = Array.from({ length: 8 }, async (_, n) => {
      const caller = new KurrentCaller(url, `stream-${n}`);
      const acknowledged: string[] = [];
      for (; changing || acknowledged.length < 20; acknowledged.push(sampleId(`${n} ${acknowledged.length}`))) {
        const at = acknowledged.length;
        await caller.insist([`${n} ${at}`], at === 0 ? 'no_stream' : BigInt(at - 1));
      }
      expect(await caller.recorded()).toEqual(acknowledged);
      await caller.dispose();
    });
    for (const [next, others] of [
      [second, first],
      [first, second],
      [second, first],
      [first, second],
    ] as const) {
      await pause(100);
      await elect(next, [others]);
    }
    await pause(100);
    await first.kill();
    await elect(second, []);
    changing = false;
    await Promise.all(writing);
  });

  it('is not ready while nobody leads', async () => {
    await first.stand({ role: 'leaderless' }, [second.endpoint]);
    await second.stand({ role: 'leaderless' }, [first.endpoint]);
    const refused = append(connected(first.url), { streamState: 'no_stream', requiresLeader: true });
    await expect(refused).rejects.toMatchObject({ message: 'Could not recognize Server Is Not Ready' });
    await expect(count(connected(first.url), 'leader')).rejects.toMatchObject({ type: 'unavailable' });
  });

  it('is found by asking either of them', async () => {
    const client = connected(`kurrentdb+discover://127.0.0.1:${second.endpoint.port}?tls=false`);
    expect(await append(client, { streamState: 'no_stream', requiresLeader: true })).toMatchObject({ success: true });
    expect(await count(client, 'leader')).toBe(1);
  });
});

describe('a server with TLS and a password', () => {
  let folder: string;
  let files: TestCertificates;
  let double: KurrentDouble;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kurrentdb-tls-'));
    chmodSync(folder, 0o711);
    files = makeTestCertificates(folder);
    const { certificate, key } = files;
    double = await KurrentDouble.start({ secure: { certificate, key, name: 'admin', password: 'changeit' } });
  });
  afterAll(async () => {
    await double.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const as = (user: string, more = `&tlsCAFile=${encodeURIComponent(files.authority)}`): KurrentDBClient =>
    connected(double.url.replace('://', `://${user}`) + more);

  it('takes whoever knows the password and trusts its authority', async () => {
    const client = as('admin:changeit@');
    expect(await append(client, { requiresLeader: true })).toMatchObject({ success: true });
    expect(await count(client, 'leader')).toBe(1);
    const credentials = { username: 'admin', password: 'changeit' };
    expect(await append(as(''), { credentials })).toMatchObject({ success: true });
  });

  it.each(['admin:wrong@', 'nobody:changeit@', ''])('refuses "%s"', async (user) => {
    const before = await count(as('admin:changeit@'), 'leader');
    await expect(append(as(user), {})).rejects.toMatchObject({ type: 'access-denied' });
    await expect(append(as(user), { credentials: { username: 'admin', password: '' } })).rejects.toMatchObject({
      type: 'access-denied',
    });
    await expect(count(as(user), 'any')).rejects.toMatchObject({ type: 'access-denied' });
    await expect(as(user).getStreamMetadata('ledger')).rejects.toMatchObject({ type: 'access-denied' });
    expect(await count(as('admin:changeit@'), 'leader')).toBe(before);
  });

  it('is not trusted by whoever does not know its authority, unless told not to look', async () => {
    await expect(append(as('admin:changeit@', ''), {})).rejects.toThrow(/certificate/);
    expect(await append(as('admin:changeit@', '&tlsVerifyCert=false'), {})).toMatchObject({ success: true });
  });

  it('is not reached without TLS', async () => {
    const client = connected(`kurrentdb://127.0.0.1:${double.endpoint.port}?tls=false`);
    await expect(append(client, {})).rejects.toThrow();
  });
});
