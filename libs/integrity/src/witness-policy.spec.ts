import { describe, expect, it } from '@jest/globals';
import { formatVerifierKey, noteKeyTypes, verifierKey } from './note.js';
import { sha256 } from './platform.js';
import { formatTrust, parseTrust, trustDigest } from './trust.js';
import { hasQuorum, parseWitnessPolicy } from './witness-policy.js';

const vkey = (name: string, type: number = noteKeyTypes.cosignature): string =>
  formatVerifierKey(verifierKey(name, type, sha256(name)));
const witness = (name: string): string => `witness ${name} ${vkey(name)}\n`;

const twoOfThreeAndOne =
  `# invented\n${witness('x1')}${witness('x2')}\t${witness('x3')}\ngroup X 2 x1 x2 x3\n` +
  `${witness('y1')}${witness('y2')}group Y any y1 y2\ngroup both all X Y\nquorum both\n`;

describe('A witness policy', () => {
  it('says which witnesses together are enough', () => {
    const policy = parseWitnessPolicy(twoOfThreeAndOne);
    const enough = (...names: string[]): boolean => policy !== undefined && hasQuorum(policy, new Set(names));
    expect(enough('x1', 'x3', 'y2')).toBe(true);
    expect(enough('x1', 'x2', 'x3')).toBe(false);
    expect(enough('x1', 'y1', 'y2')).toBe(false);
    expect(enough()).toBe(false);
  });

  it('may ask for no witness at all', () => {
    const policy = parseWitnessPolicy('quorum none\n');
    expect(policy && hasQuorum(policy, new Set())).toBe(true);
  });

  it.each([
    ['without a quorum', witness('x1')],
    ['with two quorums', 'quorum none\nquorum none\n'],
    ['without a last newline', 'quorum none'],
    ['with a quorum defined later', `quorum x1\n${witness('x1')}`],
    ['with an unknown member', `${witness('x1')}group g any x1 x2\nquorum g\n`],
    ['with a group of nobody', 'group g any\nquorum g\n'],
    ['with a threshold above its members', `${witness('x1')}group g 2 x1\nquorum g\n`],
    ['with a member named twice', `${witness('x1')}group g 2 x1 x1\nquorum g\n`],
    ['with a member in two groups', `${witness('x1')}group g any x1\ngroup h any x1\nquorum h\n`],
    ['with one key under two names', `${witness('x1')}witness x2 ${vkey('x1')}\nquorum x1\n`],
    ['with a name used twice', `${witness('x1')}witness x1 ${vkey('x2')}\nquorum x1\n`],
    ['with a witness called none', `witness none ${vkey('none')}\nquorum none\n`],
    ["with a log's key for a witness", `witness x1 ${vkey('x1', noteKeyTypes.ed25519)}\nquorum x1\n`],
    ['with a log line', `log ${vkey('x1', noteKeyTypes.ed25519)}\nquorum none\n`],
    ['with a control character', 'quorum none\r\n'],
  ])('is refused %s', (_, text) => expect(parseWitnessPolicy(text)).toBeUndefined());
});

describe('trust.json', () => {
  const genesis = { crv: 'Ed25519', kty: 'OKP', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
  const fields = { genesis, log: vkey('l.test', 1), origin: 'l.test', witnesses: twoOfThreeAndOne };
  const text = formatTrust(fields);

  it('pins origin, first key, log and witnesses in one canonical text', () => {
    expect(parseTrust(text)).toMatchObject({ origin: 'l.test', genesis, policy: { quorum: 'both' } });
    expect(trustDigest(text)).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each([
    ['another order', JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse()))],
    ['a final newline', `${text}\n`],
    ['a further member', text.replace('{"format"', '{"a":1,"format"')],
    ['an origin that is not the log', text.replace('"origin":"l.test"', '"origin":"m.test"')],
    [
      'a secret key',
      text.replace('"crv"', '"d":"x","crv"').replace('{"d":"x","crv":"Ed25519"', '{"crv":"Ed25519","d":"x"'),
    ],
    ["a witness's key for the log", formatTrust({ ...fields, log: vkey('l.test', 4) })],
    ['no policy', formatTrust({ ...fields, witnesses: '' })],
  ])('is refused with %s', (_, other) => expect(parseTrust(other)).toBeUndefined());
});
