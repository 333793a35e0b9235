import { describe, expect, it } from '@jest/globals';
import { policyStream } from '#libs/ledger';
import { aboutLetter, type Forgery, foundIn, type SmallStory } from '#libs/testing';
import { compactJwt, parseCompactJwt, statementHeader } from '../statement.js';
import type { findingCodes } from './finding.js';

type StatementCode = Exclude<
  (typeof findingCodes.signatures)[number],
  `DISCLOSURE_${string}` | `KEY_${string}` | 'CIPHERTEXTS'
>;

const recording = (given: Parameters<typeof aboutLetter>[0]): Forgery => ({ records: () => [aboutLetter(given)] });
const data = (more: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  data: { on: '2025-03-11', ...more },
});
const digest = 'A'.repeat(43);

/** One forgery or more for each finding about a statement. */
const forgeries: Readonly<Record<StatementCode, readonly [title: string, forgery: Forgery][]>> = {
  NON_CANONICAL: [
    ['a payload has a space in it', recording({ reshape: (text) => text.replace('{', '{ ') })],
    ['a payload is no JSON that may be kept', recording({ reshape: (text) => text.replace('"rev":5', '"rev":5.5') })],
  ],
  DUPLICATE_KEY: [
    ['a payload says twice when', recording({ reshape: (text) => text.replace('"ver":1', '"ver":1,"ver":1') })],
  ],
  TOO_LARGE: [
    [
      'a payload is larger than one may be',
      recording({ reshape: (text) => text.replace('"on"', `"a":"${'x'.repeat(41_000)}","on"`) }),
    ],
  ],
  HEADER: [
    [
      'the statement has a part more than a JWT',
      {
        parts: (parts) => ({
          ...parts,
          statements: parts.statements.map((line) => ({ ...line, jwt: `${line.jwt}.AA` })),
        }),
      },
    ],
    [
      'the header names another algorithm',
      {
        parts: (parts) => ({
          ...parts,
          statements: parts.statements.map((line) => ({ ...line, jwt: withoutKid(line.jwt) })),
        }),
      },
    ],
    [
      'the header has a member more, which it says is critical',
      {
        parts: async (parts, { ledger }) => ({
          ...parts,
          statements: await Promise.all(parts.statements.map((line) => withCritical(line, ledger))),
        }),
      },
    ],
    [
      'a statement is no JWT',
      { parts: (parts) => ({ ...parts, statements: parts.statements.map((line) => ({ ...line, jwt: 'a.b' })) }) },
    ],
  ],
  CLAIMS: [
    ['a claim is unknown', recording({ instead: { exp: 1 } })],
    ['the id is no UUIDv8', recording({ instead: { jti: '00000000-0000-4000-8000-000000000000' } })],
    ['the role is unknown', recording({ instead: { by: { ps: 'A'.repeat(22), role: 'minister' } } })],
    ['the clock has a pseudonym', recording({ instead: { by: { ps: 'A'.repeat(22), role: 'clock' } } })],
    ['the day does not exist', recording({ instead: data({ on: '2025-02-30' }) })],
    ['an instant is finer than any is read', recording({ instead: data({ on: '2025-02-20T10:00:00.0123456789Z' }) })],
    ['the instant does not exist', recording({ instead: { time: '2025-13-10T00:00:00.000Z' } })],
    ['the codes are empty', recording({ instead: { codes: [] } })],
    ['a code was never adopted', recording({ instead: { codes: ['XYZ'] } })],
    ['a letter is of another’s file', recording({ codes: ['LAO'] })],
    ['the serial has a leading zero', { audience: 'auditor', ...recording({ stream: 'communication-KHM-01-2025' }) }],
    [
      'what staff keep to themselves is of a file',
      { audience: 'auditor', ...recording({ stream: 'handling-KHM-1-2025', type: 'SummaryApproved' }) },
    ],
    ['a publication does not say what it releases', recording({ type: 'ReplyPublished' })],
    [
      'a later list of codes leaves one out',
      {
        records: () => [{ stream: policyStream, type: 'CodesAdopted', data: { codes: ['KHM'] }, role: 'operator' }],
      },
    ],
  ],
  UNKNOWN_TYPE: [
    ['nobody knows the type', recording({ type: 'LetterEaten' })],
    ['the type is of another kind of stream', recording({ type: 'CaseAssigned' })],
    [
      'nobody knows the kind of stream',
      { audience: 'auditor', ...recording({ stream: 'treaty-1', instead: { codes: undefined } }) },
    ],
  ],
  AUDIENCE: [
    ['a State is given what staff keep to themselves', { parts: withStream('handling-KHM-1-2025') }],
    ['a State is given an allegation', { parts: withStream('allegation-a1') }],
    [
      'the public is given a letter that is not published',
      { audience: 'public', parts: withStream('communication-KHM-3-2025') },
    ],
    [
      'the public is given a field that was not released',
      {
        audience: 'public',
        parts: (parts, story) => ({ ...parts, disclosures: [...parts.disclosures, ...unreleased(story)] }),
        records: () => [aboutLetter({ slots: ['note'] })],
      },
    ],
    ['a State is told of another’s file', { parts: withAllHeads }],
    [
      'a follow-up for staff is in a file',
      { audience: 'auditor', records: () => [{ stream: 'follow_up-f1', type: 'OutcomeRecorded', codes: ['KHM'] }] },
    ],
  ],
  SD_PLACEMENT: [
    ['a field is sealed too deep', recording({ instead: { ...data({ a: { b: { _sd: [digest] } } }) } })],
    [
      'digests are not sorted',
      recording({ instead: { ...data({ _sd: ['B'.repeat(42) + 'A', digest] }), _sd_alg: 'sha-256', ct: digest } }),
    ],
    [
      'a digest stands twice',
      recording({ instead: { ...data({ _sd: [digest], a: [{ _sd: [digest] }] }), _sd_alg: 'sha-256', ct: digest } }),
    ],
    ['nothing is sealed, but an algorithm is named', recording({ instead: { _sd_alg: 'sha-256' } })],
    ['something is sealed without its ciphertext', recording({ slots: ['note'], instead: { ct: undefined } })],
    [
      'not every slot of a known type is sealed',
      {
        ...recording({ slots: ['note'] }),
        parts: (parts) => ({ ...parts, slots: { 'ReminderSent/1': ['note', 'place'] } }),
        options: () => ({ slots: { 'ReminderSent/1': ['note', 'place'] } }),
      },
    ],
  ],
  GENESIS: [
    [
      'another first key is pinned',
      { options: async ({ ledger }) => ({ trust: { ...ledger.trust, genesis: ledger.newKey().publicJwk } }) },
    ],
    [
      'the founding is not in the bundle',
      { parts: (parts) => ({ ...parts, statements: parts.statements.filter(({ position }) => position !== 0) }) },
    ],
  ],
  BAD_SIGNATURE: [
    [
      'a statement carries the signature of another',
      {
        parts: (parts) => {
          const signature = parseCompactJwt(parts.statements[3]?.jwt ?? '')?.signature ?? new Uint8Array();
          return {
            ...parts,
            statements: parts.statements.map((line, i) => (i === 4 ? resigned(line, signature) : line)),
          };
        },
      },
    ],
  ],
  TIME_ORDER: [
    [
      'a statement claims to be older than those before it',
      recording({ instead: { time: '2025-03-10T09:00:00.000Z' } }),
    ],
  ],
  JTI_DUPLICATE: [
    [
      'two statements have one id',
      { records: ({ ledger }) => [aboutLetter({ instead: { jti: ledger.entries[4]?.event.id } })] },
    ],
  ],
};

function withoutKid(jwt: string): string {
  const [, ...rest] = jwt.split('.');
  return [Buffer.from('{"alg":"none"}').toString('base64url'), ...rest].join('.');
}

/** Signed as it should be, under a header that says what no verifier here understands (RFC 7515 §4.1.11). */
async function withCritical<T extends { readonly jwt: string }>(line: T, { issuer }: SmallStory['ledger']): Promise<T> {
  const [, payload = ''] = line.jwt.split('.');
  const text = statementHeader(issuer.kid).replace(',"typ"', ',"crit":["b64"],"typ"');
  const signed = `${Buffer.from(text).toString('base64url')}.${payload}`;
  const signature = Buffer.from(await issuer.sign(Buffer.from(signed))).toString('base64url');
  return { ...line, jwt: `${signed}.${signature}` };
}

function resigned<T extends { readonly jwt: string }>(line: T, signature: Uint8Array): T {
  const { kid = '', payload = new Uint8Array() } = parseCompactJwt(line.jwt) ?? {};
  return { ...line, jwt: compactJwt(kid, payload, signature) };
}

type Change = NonNullable<Forgery['parts']>;

/** Puts a whole stream of the ledger into a bundle where it does not belong. */
function withStream(stream: string): Change {
  return (parts, { ledger }) => {
    const more = ledger.entries.filter(({ event }) => event.stream === stream);
    const lines = [...parts.statements, ...more.map(({ event, jwt }) => ({ position: event.position, jwt }))];
    return { ...parts, statements: lines.sort((a, b) => a.position - b.position) };
  };
}

function withAllHeads(parts: Parameters<Change>[0], { ledger, addresseeHeads }: SmallStory): ReturnType<Change> {
  const all = ledger.entries[addresseeHeads]?.disclosures ?? [];
  const others = parts.disclosures.filter(({ position }) => position !== addresseeHeads);
  return { ...parts, disclosures: [...others, ...all.map((disclosure) => ({ position: addresseeHeads, disclosure }))] };
}

function unreleased({ ledger }: SmallStory) {
  const { event, disclosures } = ledger.entries.at(-1) ?? {};
  return (disclosures ?? []).map((disclosure) => ({ position: event?.position ?? 0, disclosure }));
}

describe.each(Object.entries(forgeries))('%s is found when', (code, cases) => {
  it.each(cases)('%s', async (_, forgery) => {
    expect(await foundIn(forgery)).toContain(code);
  });
});
