import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, isJsonObject, type Json } from '#libs/ledger';
import { toBase64url, utf8 } from './bytes.js';
import { conceal, disclosureDigest, disclosureText, parseDisclosure, readDisclosure, reveal } from './disclosure.js';
import { sha256 } from './platform.js';

const seed = Date.now() % 2 ** 31;
const slots = ['documents/*/digest', 'documents/*/name', 'narrative', 'persons/*/particulars', 'source'];

function salts(): () => Uint8Array {
  let drawn = 0;
  return () => sha256(`salt ${drawn++}`).slice(0, 16);
}

const text = fc.string({ unit: fc.constantFrom('a', 'é', '“', '\u{1F600}', '"', '\\', ' '), maxLength: 8 });
const person = fc.record({ id: text, particulars: fc.record({ name: text, age: fc.nat(100) }) });
const payload = fc.record(
  {
    on: fc.constant('2025-03-10'),
    channel: text,
    narrative: text,
    source: fc.record({ name: text, tags: fc.array(text, { maxLength: 2 }) }),
    persons: fc.array(person, { maxLength: 3 }),
    documents: fc.array(fc.record({ digest: text, name: text, bytes: fc.nat() }), { maxLength: 3 }),
  },
  { requiredKeys: ['on'] },
);

describe(`Sealed fields (seed ${seed})`, () => {
  it('leave nothing of themselves in the clear part, and come back whole when disclosed', () => {
    fc.assert(
      fc.property(payload, (data) => {
        const sealed = conceal(data, slots, salts());
        const clear = canonicalJson(sealed.data);
        expect(clear).not.toMatch(/"(source|narrative|particulars|digest|name)":/);
        const texts = sealed.disclosures.map((disclosure) => disclosure.text);
        expect(reveal(sealed.data, texts)).toEqual(JSON.parse(JSON.stringify(data)));
        expect(reveal(sealed.data, [])).toEqual(sealed.data);
      }),
      { seed },
    );
  });

  it('show neither their order nor whether they were filled in', () => {
    fc.assert(
      fc.property(payload, (data) => {
        const sealed = conceal(data, slots, salts());
        const elements = Object.values(sealed.data).flatMap((value) => (Array.isArray(value) ? (value as Json[]) : []));
        for (const place of [sealed.data, ...elements.filter(isJsonObject)]) {
          const digests = (place['_sd'] ?? []) as string[];
          expect([...digests].sort()).toEqual(digests);
        }
        const { persons = [], documents = [] } = data;
        expect(sealed.disclosures).toHaveLength(2 + persons.length + 2 * documents.length);
        expect(new Set(sealed.disclosures.map(({ digest }) => digest)).size).toBe(sealed.disclosures.length);
      }),
      { seed },
    );
  });

  it('are known by their place', () => {
    const data = { on: '2025', source: 's', persons: [{ id: 'p1' }, { id: 'p2', particulars: { name: 'n' } }] };
    const { disclosures } = conceal(data, slots, salts());
    const paths = ['narrative', 'persons/0/particulars', 'persons/1/particulars', 'source'];
    expect(disclosures.map(({ path }) => path)).toEqual(paths);
    expect(disclosures.map((disclosure) => parseDisclosure(disclosure.text).value)).toEqual([
      null,
      null,
      { name: 'n' },
      's',
    ]);
  });

  it('are refused where they could slip through in clear, or be forged by who fills in the form', () => {
    const salt = salts();
    expect(() => conceal({ on: '2025', persons: ['p1'] }, slots, salt)).toThrow('persons: must be an array of objects');
    expect(() => conceal({ on: '2025', persons: { a: 1 } }, slots, salt)).toThrow('must be an array of objects');
    expect(() => conceal({ on: '2025', _sd: ['x'] }, slots, salt)).toThrow('_sd');
    expect(() => conceal({ on: '2025', source: { deep: [{ _sd: [] }] } }, slots, salt)).toThrow('_sd');
  });

  it('leave a payload without sealed fields as it is', () => {
    expect(conceal({ on: '2025' }, [], salts())).toEqual({ data: { on: '2025' }, disclosures: [] });
  });

  it('have one text each, made of salt, name and value (RFC 9901)', () => {
    const salt = sha256('a').slice(0, 16);
    const written = disclosureText({ salt, name: 'source', value: { b: 1, a: [] } });
    expect(written).toBe(toBase64url(utf8(`["${toBase64url(salt)}","source",{"a":[],"b":1}]`)));
    expect(parseDisclosure(written)).toEqual({ salt, name: 'source', value: { a: [], b: 1 } });
    expect(disclosureDigest(written)).toHaveLength(43);
  });

  it.each([
    ['a salt of another length', '["YQ","a",1]'],
    ['a third form', '["AAAAAAAAAAAAAAAAAAAAAA",1]'],
    ['a further element', '["AAAAAAAAAAAAAAAAAAAAAA","a",1,2]'],
    ['space between elements', '["AAAAAAAAAAAAAAAAAAAAAA", "a",1]'],
    ['a repeated member', '["AAAAAAAAAAAAAAAAAAAAAA","a",{"b":1,"b":1}]'],
    ['the reserved name _sd', '["AAAAAAAAAAAAAAAAAAAAAA","_sd",1]'],
    ['the reserved name ...', '["AAAAAAAAAAAAAAAAAAAAAA","...",1]'],
    ['something sealed within', '["AAAAAAAAAAAAAAAAAAAAAA","a",[{"_sd":[]}]]'],
    ['no JSON', 'x'],
  ])('are not read from %s', (_, json) => {
    expect(readDisclosure(toBase64url(utf8(json)))).toBeUndefined();
    expect(() => parseDisclosure(toBase64url(utf8(json)))).toThrow('not a disclosure');
  });
});
