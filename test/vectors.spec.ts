import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { formatReceipt } from '#libs/integrity';
import { type LedgerInput, recomputeLedger, type StatementOutput, type VectorKeys } from './recompute-ledger.js';
import {
  type IdentifiersInput,
  type KeyProofsInput,
  type LogInput,
  recomputeIdentifiers,
  recomputeKeyProofs,
  recomputeLog,
  recomputeSealedFields,
  type SealedFieldsInput,
} from './recompute-parts.js';

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`vectors/${name}.json`, import.meta.url), 'utf8')) as T;

interface Vector<I, E = object> {
  readonly input: I;
  readonly expected: E;
}

const keys = read<VectorKeys>('keys');

/** These bytes were released: a change here would orphan every ledger, receipt and bundle in the world. */
describe('The stored formats, byte for byte as they were first written', () => {
  it('identify events, requests and persons', () => {
    const { input, expected } = read<Vector<IdentifiersInput>>('identifiers');
    expect(recomputeIdentifiers(input, keys)).toEqual(expected);
  });

  it('seal fields', () => {
    const { input, expected } = read<Vector<SealedFieldsInput>>('sealed-fields');
    expect(recomputeSealedFields(input)).toEqual(expected);
  });

  it('name keys and show their possession', () => {
    const { input, expected } = read<Vector<KeyProofsInput>>('key-proofs');
    expect(recomputeKeyProofs(input, keys)).toEqual(expected);
  });

  const ledger = read<Vector<LedgerInput, { statements: StatementOutput[]; heads: object }>>('ledger');
  const recomputed = recomputeLedger(ledger.input, keys);
  it.each(ledger.expected.statements.map((statement, position) => [position, statement] as const))(
    'write statement %i with its header, payload, signature, leaf and disclosures',
    (position, statement) => expect(recomputed.statements[position]).toEqual(statement),
  );

  it('list the heads of an addressee', () => {
    expect(recomputed.statements).toHaveLength(ledger.expected.statements.length);
    expect(recomputed.heads).toEqual(ledger.expected.heads);
  });

  it('hash, prove and sign the log of these statements', () => {
    const { input, expected } = read<Vector<LogInput>>('log');
    expect(input.leaves).toEqual(recomputed.statements.map(({ leaf }) => leaf));
    expect(recomputeLog(input, keys)).toEqual(expected);
  });

  it('put a statement and its proof into one receipt', () => {
    const { input, expected } = read<Vector<{ readonly proof: string; readonly jwt: string }, string>>('receipt');
    expect(formatReceipt(input.proof, input.jwt)).toBe(expected);
  });
});
