import { utf8 } from '#libs/integrity';

/** Inputs that troubled a parser once, or are the worst that could be thought of; each is tried again in every run. */
export interface Regression {
  readonly parser: string;
  readonly what: string;
  readonly input: () => Uint8Array;
}

const many = 10_000;
/** The witness of the golden vectors. */
const key = 'witness.example/w1+cf9dd166+BM/O/55BpZ6oxtS2Y0wGeXVMhUk/2HtNC0QHHGxQYYPg';

const kid = 'A'.repeat(43);
const header = Buffer.from(`{"alg":"Ed25519","kid":"${kid}","typ":"ledger-event+sd-jwt"}`).toString('base64url');
const deep = Buffer.from(`{"data":${'['.repeat(many)}${']'.repeat(many)}}`).toString('base64url');

export const regressions: readonly Regression[] = [
  { parser: 'trust', what: 'nested very deep', input: () => utf8('['.repeat(many)) },
  {
    parser: 'disclosure',
    what: 'JSON nested very deep',
    input: () => utf8(Buffer.from('['.repeat(many)).toString('base64url')),
  },
  { parser: 'statement', what: 'claims nested very deep', input: () => utf8(`${header}.${deep}.AA`) },
  { parser: 'policy', what: 'a long chain of groups', input: () => utf8(chainOfGroups()) },
  { parser: 'policy', what: 'one witness many times', input: () => utf8(`witness w ${key}\n`.repeat(700)) },
  { parser: 'note', what: 'nothing but line feeds', input: () => utf8('\n'.repeat(60_000)) },
  { parser: 'heads', what: 'one line many times', input: () => utf8('a-b 0\n'.repeat(many)) },
  {
    parser: 'proof',
    what: 'nothing but empty lines',
    input: () => utf8(`c2sp.org/tlog-proof@v1\nindex 0\n${'\n'.repeat(60_000)}`),
  },
];

/** Each group holds the one before. */
function chainOfGroups(): string {
  let text = `witness w ${key}\n`;
  for (let i = 0; i < 3_000; i++) text += `group g${i} all ${i === 0 ? 'w' : `g${i - 1}`}\n`;
  return `${text}quorum g2999\n`;
}
