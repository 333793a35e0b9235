import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { bundleFrom, LedgerProcess, temporaryHome } from '#libs/testing';

describe('what one caller may ask for', () => {
  const home = temporaryHome();
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(home);
  });
  afterAll(() => ledger.stop());

  it('a document of at most 256 MiB; of a larger one nothing is kept', async () => {
    const { bearer } = await ledger.as('clerk', 'mandate_clerk');
    const mebibyte = new Uint8Array(2 ** 20);
    const send = async (mebibytes: number) => {
      async function* body(): AsyncIterable<Uint8Array> {
        for (let n = 0; n < mebibytes; n++) yield await Promise.resolve(mebibyte);
      }
      const headers = { authorization: bearer, 'content-type': 'application/octet-stream' };
      const request = { method: 'POST', headers, body: body(), duplex: 'half' as const };
      const answer = await fetch(`${ledger.url}/v1/documents`, request);
      return [answer.status, (await answer.json()) as { code?: string; bytes?: number }] as const;
    };
    const documents = (): readonly string[] =>
      readdirSync(join(home, 'documents'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        /[\da-f-]{36}/.test(name),
      );
    expect((await send(1))[0]).toBe(201);
    const before = documents();
    expect(before).toHaveLength(1);
    expect(await send(257)).toMatchObject([413, { code: 'BODY_TOO_LARGE' }]);
    expect(documents()).toEqual(before);
  });

  it('a hundred bundles that are not yet made, whoever asks for them; when they are made, more', async () => {
    const anyone = await ledger.as('anyone', 'public');
    const asked = await Promise.all(
      Array.from({ length: 160 }, () => anyone.post('/v1/bundles', { code: 'KHM', audience: 'public' })),
    );
    const refused = asked.filter(({ status }) => status !== 202);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, json } of refused) expect([status, json]).toMatchObject([503, { code: 'JOBS_WAITING' }]);
    const last = asked.findLast(({ status }) => status === 202);
    const { id } = last?.json as { id: string };
    for (;;) {
      const { json } = await anyone.get(`/v1/bundles/${id}`);
      if (json === undefined) break;
      expect(json).toMatchObject({ state: 'working' });
    }
    expect((await bundleFrom(anyone, 'public')).length).toBeGreaterThan(0);
  });
});
