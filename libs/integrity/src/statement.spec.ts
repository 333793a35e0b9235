import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { fromBase64url, toBase64url, toHex, utf8 } from './bytes.js';
import { eventIdInput, pseudonym, requestInput, uuidFromHmac } from './identifiers.js';
import { ed25519Jwk, isEd25519Jwk, keyProof, keyProofInput, thumbprint, verifyKeyProof } from './keys.js';
import { sha256, verifyEd25519 } from './platform.js';
import { ciphertextsDigest, slotAad } from './sealing.js';
import { type Claims, compactJwt, encodePayload, leafHash, maxPayloadBytes, parseCompactJwt } from './statement.js';
import { recordedEvent, signingInput, statementHeader } from './statement.js';

const pair = generateKeyPairSync('ed25519');
const jwk = ed25519Jwk(fromBase64url(pair.publicKey.export({ format: 'jwk' }).x ?? '') ?? new Uint8Array());
const kid = thumbprint(jwk);
const signed = (bytes: Uint8Array): Uint8Array => new Uint8Array(sign(null, bytes, pair.privateKey));

const claims: Claims = {
  ...{ iss: 'ledger.test/a', jti: '00000000-0000-8000-8000-000000000000', sub: 'communication-KHM-1-2025', rev: 0 },
  ...{ typ: 'ReminderSent', ver: 1, time: '2025-05-10T00:00:00.000Z', by: { role: 'clock' }, codes: ['KHM'] },
  data: { on: '2025-05-10' },
};

describe('A statement', () => {
  const payload = encodePayload(claims);
  const jwt = compactJwt(kid, payload, signed(signingInput(kid, payload)));

  it('is a compact JWT whose parts are read back as they are', async () => {
    const parts = parseCompactJwt(jwt);
    expect(parts).toMatchObject({ header: statementHeader(kid), kid, payload });
    expect(parts && (await verifyEd25519(fromBase64url(jwk.x) ?? payload, parts.signed, parts.signature))).toBe(true);
    expect(recordedEvent(7, payload)).toMatchObject({ position: 7, id: claims.jti, codes: ['KHM'], data: claims.data });
  });

  it('has no codes when it belongs to no file', () => {
    const others = Object.fromEntries(Object.entries(claims).filter(([name]) => name !== 'codes'));
    expect(recordedEvent(0, encodePayload(others as unknown as Claims)).codes).toEqual([]);
  });

  it('is refused when it would not fit a tile entry', () => {
    const sized = (length: number): Uint8Array => encodePayload({ ...claims, data: { on: 'x'.repeat(length) } });
    const room = maxPayloadBytes - sized(0).length;
    expect(sized(room)).toHaveLength(maxPayloadBytes);
    expect(() => sized(room + 1)).toThrow('larger than an event may be');
    expect(compactJwt(kid, sized(room), new Uint8Array(64)).length).toBeLessThan(65_536);
  });

  it('names its key only in a header that is exactly ours', () => {
    const withHeader = (header: string): string => `${toBase64url(utf8(header))}${jwt.slice(jwt.indexOf('.'))}`;
    expect(parseCompactJwt(withHeader(statementHeader(kid)))?.kid).toBe(kid);
    for (const header of ['{}', statementHeader('short'), statementHeader(kid).replace('Ed25519', 'none'), ''])
      expect(parseCompactJwt(withHeader(header))?.kid).toBeUndefined();
  });

  it.each([`${jwt}.`, `${jwt}=`, jwt.slice(0, jwt.lastIndexOf('.')), ''])('is not read from another form', (text) =>
    expect(parseCompactJwt(text)).toBeUndefined(),
  );

  it('has a leaf of its own kind, so that no inner node can pass for one', () => {
    expect(toHex(leafHash(jwt))).toBe(toHex(sha256(`\0${jwt}`)));
  });
});

describe('Keys', () => {
  it('have the thumbprint of RFC 8037, appendix A.3', () => {
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    expect(thumbprint({ crv: 'Ed25519', kty: 'OKP', x })).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });

  it('show their possession for one origin and one purpose only', async () => {
    const input = keyProofInput(kid, 'ledger.test/a', 'log');
    const proof = keyProof(input, signed(input));
    expect(await verifyKeyProof(proof, jwk, 'ledger.test/a', 'log')).toBe(true);
    expect(await verifyKeyProof(proof, jwk, 'ledger.test/a', 'issuer')).toBe(false);
    expect(await verifyKeyProof(proof, jwk, 'ledger.test/b', 'log')).toBe(false);
    expect(await verifyKeyProof(`${proof}A`, jwk, 'ledger.test/a', 'log')).toBe(false);
  });

  it('never carry a secret, another curve or a short key', () => {
    expect(isEd25519Jwk(jwk)).toBe(true);
    for (const other of [{ ...jwk, d: jwk.x }, { ...jwk, crv: 'X25519' }, { ...jwk, x: 'AA' }, null, 'x'])
      expect(isEd25519Jwk(other)).toBe(false);
  });

  it('sign nothing with a signature or key of another length', async () => {
    const message = utf8('message');
    const key = fromBase64url(jwk.x) ?? message;
    expect(await verifyEd25519(key, message, signed(message))).toBe(true);
    expect(await verifyEd25519(key, message, signed(message).slice(1))).toBe(false);
    expect(await verifyEd25519(key.slice(1), message, signed(message))).toBe(false);
  });
});

describe('What identifiers and seals are made over', () => {
  it('cannot be divided in two ways', () => {
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    expect(text(eventIdInput('kafka:a', ['src', '1'], 0))).toBe('["jti/1","kafka:a",["src","1"],0]');
    expect(text(requestInput('POST', '/v1/x', utf8('{}')))).toBe('POST\0/v1/x\0{}');
    expect(text(slotAad('i', 'j', 'p', ['b', 'a']))).toBe('["slot/1","i","j","p",["a","b"]]');
  });

  it('gives an event id of version 8 and a pseudonym of 22 characters', () => {
    expect(uuidFromHmac(new Uint8Array(32).fill(0xff))).toBe('ffffffff-ffff-8fff-bfff-ffffffffffff');
    expect(uuidFromHmac(new Uint8Array(32))).toBe('00000000-0000-8000-8000-000000000000');
    expect(pseudonym(new Uint8Array(32))).toBe('A'.repeat(22));
  });

  it('commits to boxes whatever their order', () => {
    const boxes = ['b', 'a'].map((path) => ({ path, box: utf8(path) }));
    expect(ciphertextsDigest(boxes)).toBe(ciphertextsDigest([...boxes].reverse()));
    expect(ciphertextsDigest(boxes)).not.toBe(ciphertextsDigest(boxes.map(({ box }) => ({ path: 'a', box }))));
  });
});
