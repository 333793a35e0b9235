import type { JsonObject } from '#libs/ledger';
import type { Recorded } from '#libs/testing';
import type { RandomLedger, Step } from './random-ledger.js';

const plain: Recorded = { stream: 'handling-KHM-9-2025', type: 'CaseAssigned' };

const claimed =
  (instead: (random: RandomLedger) => Readonly<Record<string, unknown>>): Step =>
  async (random) =>
    void (await random.record({ ...plain, instead: instead(random) }));

const reshaped =
  (reshape: (payload: string) => string): Step =>
  async (random) =>
    void (await random.record({ ...plain, reshape }));

const ofKeys =
  (type: string, data: (random: RandomLedger) => JsonObject): Step =>
  async (random) =>
    void (await random.record({ stream: 'ledger-keys', type, data: data(random), role: 'operator' }));

/** The text with members put in front, so that one may stand twice. */
const withFirst = (members: string) => (payload: string) => payload.replace('{', `{${members},`);

/** Steps that somebody who holds the keys takes wrongly, or on purpose, by what they are. */
export const faults: Readonly<Record<string, Step>> = {
  'a gap in a stream': claimed(({ chance }) => ({ rev: 5 + chance.below(9) })),
  'an entry again': claimed(() => ({ rev: 0 })),
  'back-dated': claimed(() => ({ time: '2025-03-10T08:00:00.000Z' })),
  'the id of another': claimed(({ ledger, chance }) => ({ jti: chance.of(ledger.entries).event.id })),
  'another ledger’s': claimed(() => ({ iss: 'ledger.test/another' })),
  'claims of another form': claimed(({ chance }) => chance.of(wrongClaims)),
  'an unknown key': async (random) => void (await random.record({ ...plain, signer: random.ledger.newKey() })),
  'the key of the log': async (random) => void (await random.record({ ...plain, signer: random.ledger.log })),
  'a key that had ended': async (random) =>
    void (await random.record({ ...plain, signer: random.ended[0] ?? random.ledger.witness })),
  'a key added later': async (random) => {
    const key = random.ledger.newKey();
    await random.record({ ...plain, signer: key });
    await random.ledger.addKey(key, 'issuer', random.signer);
  },
  'a key twice': async ({ ledger, signer }) => void (await ledger.addKey(ledger.issuer, 'issuer', signer)),
  'a member twice': reshaped(withFirst('"ver":1')),
  'members out of order': reshaped(withFirst('"zzz":1')),
  'spaces between': reshaped((text) => text.replaceAll(',"', ', "')),
  'an escape where none belongs': reshaped((text) => text.replace('"on"', '"\\u006fn"')),
  'a fraction': reshaped((text) => text.replace('"ver":1', '"ver":1.5')),
  'an integer written as a fraction': reshaped((text) => text.replace('"ver":1', '"ver":1.0')),
  'an integer with an exponent': reshaped((text) => text.replace('"ver":1', '"ver":1e0')),
  'minus zero': reshaped((text) => text.replace('"rev":0', '"rev":-0')),
  'a number that is too large': reshaped((text) => text.replace('"ver":1', '"ver":9007199254740992')),
  'a lone surrogate': reshaped((text) => text.replace('"2025', '"\\ud800')),
  'a zero character': reshaped((text) => text.replace('"2025', '"\\u0000')),
  'nested very deep': reshaped((text) => text.replace('"on":', `"deep":${'['.repeat(70)}${']'.repeat(70)},"on":`)),
  'no JSON at all': reshaped((text) => text.slice(0, -1)),
  'a list for claims': reshaped(() => '[1]'),
  'a key that was never added retired': ofKeys('KeyRetired', () => ({ kid: 'A'.repeat(43) })),
  'a key retired with a word too many': ofKeys('KeyRetired', ({ ledger }) => ({ kid: ledger.witness.kid, why: 'so' })),
  'a revocation beyond itself': ofKeys('KeyRevoked', ({ ledger }) => ({ kid: ledger.log.kid, lastTrustedSize: 9_999 })),
  'a key without proof': ofKeys('KeyAdded', ({ ledger }) => {
    const { kid, publicJwk } = ledger.newKey();
    return { kid, jwk: { ...publicJwk }, purpose: 'issuer', proof: 'a.b.c' };
  }),
  'a key under another name': ofKeys('KeyAdded', ({ ledger }) => {
    const { publicJwk } = ledger.newKey();
    return { kid: ledger.witness.kid, jwk: { ...publicJwk }, purpose: 'intake' };
  }),
  'false heads': async ({ ledger, heads, chance }) => {
    const audience = chance.of(['addressee', 'public'] as const);
    const wrong = await ledger.recordHeads(audience, (list) => void list.set('communication-KHM-77-2025', 3));
    heads.push({ audience, position: wrong.event.position });
  },
  'heads of another form': async (random) => {
    const data = { audience: 'addressee', size: random.ledger.size - 1, keys: 0, policy: 0 };
    await random.record({ stream: 'ledger-heads', type: 'HeadsRecorded', data, role: 'clock' });
  },
  'digests out of order': async (random) => {
    const data = { source: 'a', narrative: 'b', on: '2025' };
    const reshape = (text: string) => text.replace(/\["([\w-]{43})","([\w-]{43})"\]/, '["$2","$1"]');
    const slots = ['narrative', 'source'];
    await random.record({ stream: 'allegation-z1', type: 'AllegationReceived', data, slots, reshape });
  },
};

const wrongClaims: readonly Readonly<Record<string, unknown>>[] = [
  ...[
    { sub: 7 },
    { sub: 'Handling' },
    { rev: -1 },
    { rev: '0' },
    { rev: null },
    { typ: 1 },
    { ver: 0 },
    { time: 'now' },
  ],
  ...[{ by: 'me' }, { by: [] }, { codes: 'KHM' }, { codes: [1] }, { codes: ['ZZZ', 'AAA'] }, { data: [] }, { jti: {} }],
  ...[{ data: { _sd: [] } }, { data: { on: '2025', _sd: ['x'] } }, { _sd_alg: 'md5' }, { ct: 'x' }, { extra: 1 }],
];
