import { describe, expect, it } from '@jest/globals';

import { disclosureDigest, utf8 } from '#libs/integrity';
import { SeededEntropy } from '#libs/testing';

import { boxColumn, ciphertextsAgree, readBoxColumn } from './box-column.js';
import type { DataKey } from './key-store.js';
import { type OpenRequest, Sealer } from './sealer.js';

const entropy = new SeededEntropy('sealer');
const made = (): DataKey => ({ id: entropy.uuid(), bytes: entropy.bytes(32) });
const [source, first, second] = [made(), made(), made()];
const sealer = new Sealer(entropy);
const place = { iss: 'ledger.test/seal', id: '5b1c6a0e-2f5d-8c3a-9e1b-0123456789ab' };
const slots = ['narrative', 'source', 'persons/*/particulars'];
const data = {
  on: '2025-01-10',
  source: { name: 'Amina Invented' },
  narrative: 'What happened',
  persons: [{ particulars: { name: 'Bopha Invented' } }, { role: 'victim' }],
};
const owners: Readonly<Record<string, readonly DataKey[]>> = {
  source: [source],
  narrative: [source, first, second],
  'persons/0/particulars': [first],
  'persons/1/particulars': [second],
};
const seal = (): ReturnType<Sealer['seal']> =>
  sealer.seal({ ...place, data, slots, keysOf: (path) => owners[path] ?? [] });

const sealed = seal();
const all = new Map([source, first, second].map(({ id, bytes }) => [id, bytes]));
const opening = (path: string, change: Partial<OpenRequest> = {}): OpenRequest => ({
  ...place,
  data: sealed.data,
  boxes: sealed.boxes,
  path,
  keys: all,
  ...change,
});
const refusal = (request: OpenRequest): unknown => {
  try {
    return sealer.open(request);
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('An allegation whose confidential fields are sealed', () => {
  it('shows nothing of them in clear, neither in the statement nor beside it', () => {
    expect(sealed.data).toEqual({
      on: '2025-01-10',
      _sd: [expect.any(String), expect.any(String)],
      persons: [{ _sd: [expect.any(String)] }, { role: 'victim', _sd: [expect.any(String)] }],
    });
    const stored = Buffer.from(sealed.boxes ?? []).toString('utf8') + JSON.stringify(sealed.data);
    for (const { text } of sealed.disclosures) expect(stored).not.toContain(text);
    expect(stored).not.toContain('Invented');
  });

  it.each([
    ['source', { name: 'Amina Invented' }],
    ['narrative', 'What happened'],
    ['persons/0/particulars', { name: 'Bopha Invented' }],
    ['persons/1/particulars', null],
  ])('gives back %s to whoever has the keys of its subjects', (path, value) => {
    const opened = sealer.open(opening(path));
    expect(opened.value).toEqual(value);
    expect(path.endsWith(opened.name)).toBe(true);
    expect(opened.digest).toBe(disclosureDigest(opened.text));
  });

  it('names the keys that open a field', () => {
    expect(sealer.keyIdsOf(sealed.boxes, ['source'])).toEqual([source.id]);
    expect(sealer.keyIdsOf(sealed.boxes)).toEqual([source.id, first.id, second.id].sort());
    expect(sealer.keyIdsOf(sealed.boxes, ['unknown'])).toEqual([]);
    expect(sealer.keyIdsOf(null)).toEqual([]);
  });

  it('keeps what one erased person shares with others closed, and what is another’s readable', () => {
    const keys = new Map([...all].filter(([id]) => id !== first.id));
    expect(refusal(opening('narrative', { keys }))).toBe('SUBJECT_SHREDDED');
    expect(refusal(opening('persons/0/particulars', { keys }))).toBe('SUBJECT_SHREDDED');
    expect(sealer.open(opening('source', { keys })).value).toEqual({ name: 'Amina Invented' });
  });

  it('does not answer for a field that is not sealed', () => {
    expect(refusal(opening('on'))).toBe('FIELD_NOT_SEALED');
    expect(refusal(opening('persons/2/particulars'))).toBe('FIELD_NOT_SEALED');
    expect(refusal(opening('source', { boxes: null }))).toBe('FIELD_NOT_SEALED');
  });

  it('does not open a ciphertext that belongs to another event, ledger, field or statement', () => {
    expect(refusal(opening('source', { id: '00000000-0000-8000-8000-000000000000' }))).toBe('SEAL_BROKEN');
    expect(refusal(opening('source', { iss: 'ledger.test/other' }))).toBe('SEAL_BROKEN');
    expect(refusal(opening('source', { data: seal().data }))).toBe('SEAL_BROKEN');
    const swapped = readBoxColumn(sealed.boxes ?? new Uint8Array()).map((record) => ({
      ...record,
      path: record.path.replace(/[01]/, (n) => (n === '0' ? '1' : '0')),
    }));
    expect(refusal(opening('persons/0/particulars', { boxes: boxColumn(swapped) }))).toBe('SEAL_BROKEN');
  });

  it('commits to its ciphertexts: another sealing of the same fields does not agree', () => {
    const { claims, boxes } = sealed;
    expect(claims._sd_alg).toBe('sha-256');
    expect(ciphertextsAgree(boxes ?? new Uint8Array(), claims.ct ?? '')).toBe(true);
    expect(ciphertextsAgree(seal().boxes ?? new Uint8Array(), claims.ct ?? '')).toBe(false);
  });

  it('is left as it is when its type seals nothing', () => {
    const clear = sealer.seal({ ...place, data: { on: '2025-01-10' }, slots: [], keysOf: () => [] });
    expect(clear).toEqual({ data: { on: '2025-01-10' }, claims: {}, boxes: null, disclosures: [] });
  });
});

describe('The ciphertexts beside a statement', () => {
  it('are stored by path, as text with nothing else in it', () => {
    const column = boxColumn([
      { path: 'source', keys: ['b'], box: Uint8Array.of(1, 2) },
      { path: 'narrative', keys: ['a', 'b'], box: Uint8Array.of(255) },
    ]);
    expect(Buffer.from(column).toString()).toBe(
      '[{"box":"_w","keys":["a","b"],"path":"narrative"},{"box":"AQI","keys":["b"],"path":"source"}]',
    );
    expect(readBoxColumn(column).map(({ path }) => path)).toEqual(['narrative', 'source']);
  });

  it.each([
    '',
    'x',
    '{}',
    '[1]',
    '[{"box":"!","keys":[],"path":"a"}]',
    '[{"box":"","keys":[1],"path":"a"}]',
    '[{"box":"AQI","keys":[],"path":"a"}]',
    '[{}]',
  ])('are refused as damaged when the store holds %j', (text) =>
    expect(() => readBoxColumn(utf8(text))).toThrow(expect.objectContaining({ code: 'SEAL_BROKEN' })),
  );

  it('are refused above 256 KiB', () => {
    const box = { path: 'a', keys: [], box: new Uint8Array(200_000) };
    expect(() => boxColumn([box])).toThrow(expect.objectContaining({ code: 'PAYLOAD_TOO_LARGE' }));
  });
});
