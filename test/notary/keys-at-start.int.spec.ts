import { rmSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { isBy, noteKeyTypes, parseNote, parseTrust, publicKeyBytes, type Signer, verifierKey } from '#libs/integrity';
import { SmallLedger } from '#libs/testing';

import { checkpointOf, ServedNotary, StoredLedger } from './served-notary.js';

describe('a notary on whose ledger the key of the log is changed while it starts', () => {
  let stored: StoredLedger;
  let served: ServedNotary;
  let second: Signer;

  beforeAll(async () => {
    stored = await StoredLedger.of(await SmallLedger.founded());
    const { ledger } = stored;
    second = ledger.newKey();
    let asked = 0;
    // Its first look at the keys it holds comes when it has read which are in force, and before it has caught up.
    const keys = async (): Promise<readonly Signer[]> => {
      if (asked++ === 0) {
        await ledger.addKey(second, 'log');
        const data = { kid: ledger.log.kid };
        await ledger.record({ stream: 'ledger-keys', type: 'KeyRetired', role: 'operator', data });
        await stored.catchUp();
      }
      return [ledger.log, second];
    };
    served = await ServedNotary.start(stored, { keys });
  });
  afterAll(async () => {
    await served.stop();
    await stored.store.close();
    rmSync(served.home, { recursive: true });
  });

  it('signs with the key that is in force after the change, and names it in the trust file', async () => {
    const { origin, size } = stored.ledger;
    const key = verifierKey(origin, noteKeyTypes.ed25519, publicKeyBytes(second.publicJwk));
    const lines = parseNote(await checkpointOf(await served.as('auditor'), size))?.signatures ?? [];
    expect(lines.map((line) => isBy(line, key))).toEqual([true]);
    expect(parseTrust((await served.everyone.get('/trust')).text)?.log.keyId).toBe(key.keyId);
  });
});
