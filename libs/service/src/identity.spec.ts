import { setTimeout as pause } from 'node:timers/promises';

import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CryptoKey, generateKeyPair, SignJWT } from 'jose';

import { TokenAuthenticator, tokenAudience } from './identity.js';

const issuer = 'https://tokens.example.org';

describe('a token', () => {
  let keys: { readonly privateKey: CryptoKey; readonly publicKey: CryptoKey };
  beforeAll(async () => {
    keys = await generateKeyPair('Ed25519');
  });

  const token = (expiresAt: number, key = keys.privateKey): Promise<string> =>
    new SignJWT({ roles: ['auditor', 'clock'] })
      .setProtectedHeader({ alg: 'Ed25519' })
      .setIssuer(issuer)
      .setAudience(tokenAudience)
      .setSubject('somebody')
      .setExpirationTime(Math.floor(expiresAt / 1000))
      .sign(key);

  /** With how often the key was asked for, which is once for each signature that is checked. */
  const authenticator = () => {
    const asked = { times: 0 };
    const options = { issuer, audience: tokenAudience, claim: 'roles', keys: () => (asked.times++, keys.publicKey) };
    return { asked, own: new TokenAuthenticator(options) };
  };

  it('that comes again at once is not checked again, and says the same', async () => {
    const { asked, own } = authenticator();
    const bearer = await token(Date.now() + 3_600_000);
    const identity = { issuer, subject: 'somebody', roles: ['auditor'] };
    expect(await own.authenticate(bearer)).toEqual(identity);
    expect(await own.authenticate(bearer)).toEqual(identity);
    expect(asked.times).toBe(1);
  });

  it('is refused once it has expired, also when it was accepted before', async () => {
    const { own } = authenticator();
    const bearer = await token(Date.now() + 2000);
    await own.authenticate(bearer);
    for (const end = Date.now() + 10_000; Date.now() < end; await pause(50))
      if (
        await own
          .authenticate(bearer)
          .catch(() => undefined)
          .then((one) => one === undefined)
      )
        break;
    await expect(own.authenticate(bearer)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('of another key is refused every time, also beside one that is accepted', async () => {
    const { own } = authenticator();
    const { privateKey } = await generateKeyPair('Ed25519');
    const end = Date.now() + 3_600_000;
    await own.authenticate(await token(end));
    const forged = await token(end, privateKey);
    for (let time = 0; time < 2; time++)
      await expect(own.authenticate(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
