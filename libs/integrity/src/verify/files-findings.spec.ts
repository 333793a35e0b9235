import { describe, expect, it } from '@jest/globals';
import { type Forgery, foundIn, withFile, withManifest } from '#libs/testing';
import type { findingCodes } from './finding.js';

type FilesCode = Exclude<(typeof findingCodes.files)[number], `ZIP_${string}`>;

/** One forgery for each finding about files; those about the zip file itself stand in zip-reader.spec.ts. */
const forgeries: Readonly<Record<FilesCode, readonly [title: string, forgery: Forgery][]>> = {
  FILE_MISSING: [
    ['a file that bundle.json names is gone', { files: (files) => withFile(files, 'slots.json', () => undefined) }],
    [
      'a file that every bundle has was never there',
      { files: (files) => withManifest(withFile(files, 'slots.json', () => undefined)) },
    ],
  ],
  FILE_UNEXPECTED: [
    [
      'a file stands there that bundle.json does not name',
      { files: (files) => withFile(files, 'note', () => 'hello') },
    ],
    [
      'bundle.json does not name a file that could have a place in it',
      { files: (files) => withFile(files, 'views/timeline.9.json', () => '{}') },
    ],
    ['a file has no place in a bundle', { files: (files) => withManifest(withFile(files, 'note', () => 'hello')) }],
    [
      'a proof is for a statement that is not there',
      { files: (files) => withManifest(withFile(files, 'proofs/999.tlog-proof', () => 'hello')) },
    ],
  ],
  FILE_DIGEST: [
    [
      'a file is not the one bundle.json names',
      { files: (files) => withFile(files, 'README.txt', (text) => `${text} `) },
    ],
    [
      'a document is not named by its digest',
      { files: (files) => withManifest(withFile(files, `documents/${'ab'.repeat(32)}`, () => 'text')) },
    ],
  ],
  BUNDLE_JSON: [
    ['bundle.json is not the last file', { files: (files) => [...files].reverse() }],
    ['bundle.json is not canonical', { files: (files) => withFile(files, 'bundle.json', (text) => `${text}\n`) }],
    ['bundle.json has another format', { files: (files) => withManifest(files, { format: 'ledger-bundle/2' }) }],
    ['bundle.json has a member too many', { files: (files) => withManifest(files, { more: 1 }) }],
    ['bundle.json names an audience that there is not', { files: (files) => withManifest(files, { audience: 'all' }) }],
    [
      'bundle.json names itself',
      { files: (files) => withManifest(files, { files: { 'bundle.json': 'ab'.repeat(32) } }) },
    ],
    ['bundle.json is not JSON', { files: (files) => withFile(files, 'bundle.json', () => '{') }],
  ],
  LINE: [
    [
      'a statement’s line has another form',
      { files: (files) => withManifest(withFile(files, 'statements.jsonl', (text) => text.replace('{', '{ '))) },
    ],
    [
      'a statement has a letter that no JWT has',
      { files: (files) => withManifest(withFile(files, 'statements.jsonl', (text) => text.replace('"ey', '"+y'))) },
    ],
    [
      'nothing stands where a statement should',
      { files: (files) => withManifest(withFile(files, 'statements.jsonl', (text) => text.replace(/"ey[^"]+/, '"'))) },
    ],
    [
      'the last line is cut short',
      { files: (files) => withManifest(withFile(files, 'statements.jsonl', (text) => text.slice(0, -1))) },
    ],
    ['statements go back', { parts: (parts) => ({ ...parts, statements: [...parts.statements].reverse() }) }],
    ...[
      '{"LetterSent/1":["b","a"]}',
      '{"LetterSent/1": []}',
      '{"x":[]}',
      '{"LetterSent/1":["a/b"]}',
      '{"A/1":7}',
      'garbled',
    ].map((text): [string, Forgery] => [
      `slots.json is ${text}`,
      { files: (files) => withManifest(withFile(files, 'slots.json', () => text)) },
    ]),
    ['slots.json is no object', { files: (files) => withManifest(withFile(files, 'slots.json', () => '[]')) }],
    [
      'disclosures are not in their order',
      {
        files: (files) =>
          withManifest(
            withFile(files, 'disclosures.jsonl', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`),
          ),
      },
    ],
    [
      'a statement lies beyond the checkpoint',
      {
        audience: 'auditor',
        parts: async (parts, { ledger }) => ({ ...parts, checkpoint: { size: 5, text: await ledger.checkpoint(5) } }),
      },
    ],
  ],
  ORIGIN: [
    ['bundle.json names another origin', { files: (files) => withManifest(files, { origin: 'elsewhere' }) }],
    [
      'the checkpoint is of another log',
      {
        audience: 'auditor',
        parts: async (parts, { ledger }) => ({
          ...parts,
          checkpoint: { size: ledger.size, text: await ledger.checkpoint(ledger.size, { origin: 'elsewhere' }) },
        }),
      },
    ],
  ],
};

describe.each(Object.entries(forgeries))('%s is found when', (code, cases) => {
  it.each(cases)('%s', async (_, forgery) => {
    expect(await foundIn(forgery)).toContain(code);
  });
});
