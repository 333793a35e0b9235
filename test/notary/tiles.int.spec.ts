import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { hashTiles, leafHash, parseSignedCheckpoint, parseTlogProof, tilePath, verifyInclusion } from '#libs/integrity';
import { SmallLedger } from '#libs/testing';

import { checkpointOf, ServedNotary, StoredLedger } from './served-notary.js';

describe('what the notary serves of its tree', () => {
  let stored: StoredLedger;
  let served: ServedNotary;
  const size = 700;
  beforeAll(async () => {
    stored = await StoredLedger.of(await SmallLedger.founded());
    await stored.grow(size - stored.ledger.size);
    served = await ServedNotary.start(stored);
    await checkpointOf(await served.as('mandate_clerk'), size);
  });
  afterAll(async () => {
    await served.stop();
    await stored.store.close();
    rmSync(served.home, { recursive: true });
  });

  it('is every tile of the newest checkpoint, which nobody need ask for twice', async () => {
    const clerk = await served.as('mandate_clerk');
    for (const tile of hashTiles(size)) {
      const path = `/${tilePath(tile)}`;
      const { status, bytes } = await clerk.get(path);
      expect([path, status, bytes.length]).toEqual([path, 200, tile.width * 32]);
    }
    const { headers } = await fetch(`${served.url}/tile/0/000`);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect((await fetch(`${served.url}/checkpoint`)).headers.get('cache-control')).toBe('no-cache');
  });

  it('and nothing else: no tile that is not there yet, none under another name', async () => {
    const clerk = await served.as('auditor');
    const missing = ['0/002.p/189', '0/002', '0/003.p/1', '1/000', '1/000.p/3', '2/000.p/1', '64/000', 'entries/003'];
    const misspelt = ['0/0', '0/000.p/0', '0/000.p/256', '0/000.p/01', '00/000', '0/x000/001', '-1/000', '0/000/'];
    for (const path of [...missing, ...misspelt])
      expect([path, (await clerk.get(`/tile/${path}`)).status]).toEqual([path, 404]);
    expect((await fetch(`${served.url}/tile/0/002`)).headers.get('cache-control')).toBe('no-store');
  });

  it('is for auditors also the statements of a tile, and for nobody else', async () => {
    const auditor = await served.as('auditor');
    const { status, bytes } = await auditor.get('/tile/entries/002.p/188');
    expect(status).toBe(200);
    const jwts = stored.ledger.entries.slice(512).map(({ jwt }) => jwt);
    const expected = jwts.map((jwt) =>
      Buffer.concat([Buffer.from([jwt.length >> 8, jwt.length & 0xff]), Buffer.from(jwt)]),
    );
    expect(Buffer.from(bytes).equals(Buffer.concat(expected))).toBe(true);
    for (const caller of [served.everyone, await served.as('mandate_clerk')])
      expect(await caller.get('/tile/entries/000')).toMatchObject({ status: 404, json: { code: 'ROUTE_UNKNOWN' } });
    const auditing = { authorization: auditor.bearer };
    const { headers } = await fetch(`${served.url}/tile/entries/000`, { headers: auditing });
    expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  });

  it('is a proof for each event, under the checkpoint that stands in it', async () => {
    const clerk = await served.as('mandate_clerk');
    for (const position of [0, 255, 256, 699]) {
      const entry = stored.ledger.entries[position];
      const { text } = await clerk.get(`/v1/events/${entry?.event.id}/proof`);
      const proof = parseTlogProof(text);
      const { checkpoint } = parseSignedCheckpoint(proof?.checkpoint ?? '') ?? {};
      const leaf = { hash: leafHash(entry?.jwt ?? ''), index: position };
      expect(checkpoint && proof && verifyInclusion(leaf, checkpoint, proof.hashes)).toBe(true);
    }
    for (const id of ['nothing', '00000000-0000-8000-8000-000000000000'])
      expect(await clerk.get(`/v1/events/${id}/proof`)).toMatchObject({ status: 404, json: { code: 'EVENT_UNKNOWN' } });
  });

  it('is a proof also for everyone who knows the id, which says its position and the checkpoint, and nothing of the statement', async () => {
    const { event } = stored.ledger.entries[300] ?? {};
    expect(event?.stream).toMatch(/^handling-/);
    const { status, text } = await served.everyone.get(`/v1/events/${event?.id}/proof`);
    expect(status).toBe(200);
    const checkpoint = (await served.everyone.get('/checkpoint')).text;
    const hashes = text.slice(0, -checkpoint.length).split('\n').slice(2);
    expect(text.startsWith(`c2sp.org/tlog-proof@v1\nindex ${event?.position}\n`)).toBe(true);
    expect(text.endsWith(checkpoint)).toBe(true);
    expect(hashes.filter((line) => line !== '' && !/^[A-Za-z0-9+/]{43}=$/.test(line))).toEqual([]);
    // And an id that is nobody's is as unknown to them as to others
    const unknown = await served.everyone.get('/v1/events/00000000-0000-8000-8000-000000000000/proof');
    expect(unknown).toMatchObject({ status: 404, json: { code: 'EVENT_UNKNOWN' } });
  });

  it('follows within a second for those with a token, while everyone sees the checkpoint of the last minute', async () => {
    const before = (await served.everyone.get('/checkpoint')).text;
    await stored.grow(10);
    const began = Date.now();
    const clerk = await served.as('mandate_clerk');
    await checkpointOf(clerk, size + 10);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect((await served.everyone.get('/checkpoint')).text).toBe(before);
    const last = `/v1/events/${stored.ledger.entries.at(-1)?.event.id}/proof`;
    expect((await clerk.get(last)).status).toBe(200);
    expect(await served.everyone.get(last)).toMatchObject({ status: 503, json: { code: 'NOTARY_UNAVAILABLE' } });
    expect((await served.everyone.get(`/tile/0/002.p/198`)).status).toBe(404);
    expect((await clerk.get(`/tile/0/002.p/198`)).status).toBe(200);
  });

  it('after a restart is the same, also when a tile was garbled and another is lost', async () => {
    const path = `/${tilePath({ level: 0, index: 1, width: 256 })}`;
    const whole = (await served.everyone.get(path)).bytes;
    await served.stop();
    const file = join(served.home, 'tiles', path);
    writeFileSync(file, readFileSync(file).fill(7, 0, 32));
    rmSync(join(served.home, 'tiles', 'tile', '0', '000'));
    served = await ServedNotary.start(stored, { home: served.home });
    expect(served.notary.complaint).toBeUndefined();
    expect(Buffer.from((await served.everyone.get(path)).bytes).equals(Buffer.from(whole))).toBe(true);
    expect(readFileSync(file).equals(Buffer.from(whole))).toBe(true);
    const clerk = await served.as('mandate_clerk');
    const note = await checkpointOf(clerk, size + 10);
    expect(parseSignedCheckpoint(note)?.checkpoint.root).toEqual(stored.ledger.tree.root());
  });
});
