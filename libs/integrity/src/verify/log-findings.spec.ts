import { describe, expect, it } from '@jest/globals';
import { type Forgery, foundIn, SmallLedger, smallStory, withFile, withManifest } from '#libs/testing';
import type { findingCodes } from './finding.js';

type LogCode = (typeof findingCodes)['inclusion' | 'consistency'][number];

const withCheckpoint = (change: (text: string) => string): Forgery => ({
  parts: (parts) => ({ ...parts, checkpoint: { ...parts.checkpoint, text: change(parts.checkpoint.text) } }),
});
const proof = 'proofs/3.tlog-proof';

/** One forgery or more for each finding about the log. */
const forgeries: Readonly<Record<LogCode, readonly [title: string, forgery: Forgery][]>> = {
  POSITION_MISSING: [
    [
      'an auditor’s bundle leaves out a statement',
      {
        audience: 'auditor',
        parts: (parts) => ({ ...parts, statements: parts.statements.filter(({ position }) => position !== 6) }),
      },
    ],
    [
      'the newest statement is missing',
      { audience: 'auditor', parts: (parts) => ({ ...parts, statements: parts.statements.slice(0, -1) }) },
    ],
  ],
  TILE: [
    [
      'a tile is altered',
      {
        audience: 'auditor',
        files: (files) =>
          withManifest(
            files.map((file) => (file.name.startsWith('tile/') ? { ...file, bytes: file.bytes.slice(1) } : file)),
          ),
      },
    ],
    [
      'a tile is missing',
      { audience: 'auditor', files: (files) => withManifest(files.filter(({ name }) => !name.startsWith('tile/'))) },
    ],
    [
      'there is a tile too many',
      { audience: 'auditor', files: (files) => withManifest(withFile(files, 'tile/1/000.p/1', () => 'x')) },
    ],
  ],
  CHECKPOINT_FORM: [
    ['the checkpoint has a fourth line', withCheckpoint((text) => text.replace('\n\n', '\nmore\n\n'))],
    ['the checkpoint is empty', withCheckpoint(() => '')],
  ],
  CHECKPOINT_SIGNATURE: [
    ['the root was replaced', withCheckpoint((text) => text.replace(/\n[A-Za-z0-9+/]{4}/, '\nAAAA'))],
  ],
  CHECKPOINT_UNKNOWN_LOG: [
    ['the log’s line is gone', withCheckpoint((text) => text.replace(/\n\n[^\n]*\n/, '\n\n'))],
    [
      'the ledger says itself that it has another log key',
      {
        audience: 'auditor',
        records: () => [],
        options: async (story) => ({
          trust: { ...story.ledger.trust, log: (await SmallLedger.founded([], 'b')).trust.log },
        }),
      },
    ],
  ],
  CHECKPOINT_DUPLICATE_SIGNATURE: [
    ['the log signed twice', withCheckpoint((text) => text.replace(/\n\n([^\n]*\n)/, '\n\n$1$1'))],
  ],
  CHECKPOINT_KEY_ENDED: [
    [
      'the only key that signed had been retired',
      {
        audience: 'auditor',
        records: ({ ledger: { log } }) => [
          { stream: 'ledger-keys', type: 'KeyRetired', role: 'operator', data: { kid: log.kid } },
        ],
      },
    ],
  ],
  WITNESS_QUORUM: [
    ['the witness did not sign', withCheckpoint((text) => text.replace(/[^\n]*witness[^\n]*\n/, ''))],
    [
      'the witness signed something else',
      withCheckpoint((text) => text.replace(/([A-Za-z0-9+/]{8})==\n$/, 'AAAAAAAA==\n')),
    ],
  ],
  PROOF_MISSING: [
    ['a statement has no proof', { files: (files) => withManifest(withFile(files, proof, () => undefined)) }],
  ],
  PROOF_FORM: [
    [
      'a proof names another index',
      { files: (files) => withManifest(withFile(files, proof, (text) => text.replace('index 3', 'index 4'))) },
    ],
    [
      'a proof has another checkpoint',
      { files: (files) => withManifest(withFile(files, proof, (text) => `${text}\n`)) },
    ],
    [
      'a proof has an extra line',
      { files: (files) => withManifest(withFile(files, proof, (text) => text.replace('index', 'extra AA==\nindex'))) },
    ],
  ],
  INCLUSION: [
    [
      'a proof has another hash',
      {
        files: (files) =>
          withManifest(
            withFile(files, proof, (text) => text.replace(/\n[A-Za-z0-9+/]{4}(?=[A-Za-z0-9+/]{39}=)/, '\nAAAA')),
          ),
      },
    ],
    [
      'the log signed a tree without these statements',
      {
        audience: 'auditor',
        parts: async (parts, { ledger }) => {
          const { tree } = (await smallStory(await SmallLedger.founded(['KHM', 'LAO'], 'fork'))).ledger;
          return {
            ...parts,
            checkpoint: { ...parts.checkpoint, text: await ledger.checkpoint(ledger.size, { root: tree.root() }) },
          };
        },
      },
    ],
  ],
  CONSISTENCY: [
    [
      'the older checkpoint is of a fork',
      { audience: 'auditor', options: async ({ ledger }) => ({ since: await forked(ledger) }) },
    ],
    [
      'the older checkpoint is of a fork, and a proof is there',
      { parts: (parts) => ({ ...parts, since: 5 }), options: async ({ ledger }) => ({ since: await forked(ledger) }) },
    ],
    [
      'the older checkpoint counts more than this one',
      { options: async ({ ledger }) => ({ since: await ledger.checkpoint(ledger.size, { size: 1_000 }) }) },
    ],
    [
      'the older checkpoint is not signed by this log',
      { options: async ({ ledger }) => ({ since: (await ledger.checkpoint(5)).replace('\n5\n', '\n6\n') }) },
    ],
    ['the older checkpoint is none', { options: () => ({ since: 'hello' }) }],
    [
      'the proof does not hold, though an auditor has every statement',
      {
        audience: 'auditor',
        files: (files) => withManifest(withFile(files, 'consistency/5', () => `${'A'.repeat(43)}=\n`)),
        options: async ({ ledger }) => ({ since: await ledger.checkpoint(5) }),
      },
    ],
    [
      'the proof in the bundle is no list of hashes',
      { files: (files) => withManifest(withFile(files, 'consistency/5', () => 'hello\n')) },
    ],
  ],
};

/** Found beside others that follow from the same fault. */
describe('a log that signed two roots of one size', () => {
  it('is found out by an auditor who kept the other one', async () => {
    const parts: Forgery['parts'] = async (honest, { ledger }) => {
      const text = await ledger.checkpoint(ledger.size, { root: ledger.tree.root(4) });
      return { ...honest, checkpoint: { size: ledger.size, text } };
    };
    const options: Forgery['options'] = async ({ ledger }) => ({ since: await ledger.checkpoint() });
    const found = await foundIn({ audience: 'auditor', parts, options });
    expect(found).toEqual(['INCLUSION', 'CONSISTENCY']);
  });
});

/** A checkpoint of size 5 signed by the same log over something else. */
const forked = (ledger: SmallLedger): Promise<string> => ledger.checkpoint(5, { root: ledger.tree.root(4) });

describe.each(Object.entries(forgeries))('%s is found when', (code, cases) => {
  it.each(cases)('%s', async (_, forgery) => {
    expect(await foundIn(forgery)).toContain(code);
  });
});
