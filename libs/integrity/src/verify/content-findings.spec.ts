import { describe, expect, it } from '@jest/globals';
import { headsStream, type JsonObject } from '#libs/ledger';
import {
  aboutLetter,
  auditorParts,
  type Forgery,
  foundIn,
  readerParts,
  SmallLedger,
  smallStory,
  withFile,
  withManifest,
} from '#libs/testing';
import { composeBundle } from '../bundle/compose.js';
import { disclosureDigest, disclosureText } from '../disclosure.js';
import { zipBytes } from '../zip/zip-writer.js';
import type { findingCodes } from './finding.js';
import { verifyBundle } from './verify-bundle.js';

type ContentCode =
  | Extract<(typeof findingCodes.signatures)[number], `DISCLOSURE_${string}` | 'CIPHERTEXTS'>
  | (typeof findingCodes)['streams' | 'views'][number];

const heads = 'heads/KHM.txt';
const altered = (name: string, change: (text: string) => string | undefined): Forgery => ({
  files: (files) => withManifest(withFile(files, name, change)),
});

/** Seals by hand what no honest registry would seal, and opens it. */
function sealing(...disclosures: readonly string[]): Forgery {
  const data: JsonObject = { on: '2025-03-11', _sd: disclosures.map(disclosureDigest).sort() };
  return {
    records: () => [aboutLetter({ instead: { data, _sd_alg: 'sha-256', ct: 'A'.repeat(43) } })],
    parts: (parts, { ledger }) => ({
      ...parts,
      disclosures: [
        ...parts.disclosures,
        ...disclosures.map((disclosure) => ({ position: ledger.size - 1, disclosure })),
      ],
    }),
  };
}
const sealed = (name: string, value: string | JsonObject): string =>
  disclosureText({ salt: new Uint8Array(16), name, value });

/** The forgery where bundle and verifier say that the type of the statement has these slots. */
const withSlots = (paths: readonly string[], forgery: Forgery): Forgery => ({
  ...forgery,
  parts: async (parts, story) => ({
    ...(await (forgery.parts?.(parts, story) ?? parts)),
    slots: { 'ReminderSent/1': paths },
  }),
  options: () => ({ slots: { 'ReminderSent/1': paths } }),
});

/** One forgery or more for each finding about disclosures, ciphertexts, streams and views. */
const forgeries: Readonly<Record<ContentCode, readonly [title: string, forgery: Forgery][]>> = {
  DISCLOSURE_FORM: [
    ['a disclosure names a member that is there', sealing(sealed('on', '2020'))],
    ['a disclosure names what is reserved', sealing(sealed('_sd', 'x'))],
    ['a disclosure hides digests in its value', sealing(sealed('note', { _sd: [] }))],
    ['two disclosures name one member', sealing(sealed('note', 'a'), sealed('note', 'b'))],
    ['a disclosure names a path', withSlots(['a/*/b'], sealing(sealed('a/*/b', 'x')))],
    ['a disclosure is not of its form', sealing(Buffer.from('["short","note",1]').toString('base64url'))],
  ],
  DISCLOSURE_UNREFERENCED: [
    [
      'a disclosure belongs to no statement',
      {
        parts: (parts) => ({
          ...parts,
          disclosures: [...parts.disclosures, { position: 4, disclosure: sealed('a', 'b') }],
        }),
      },
    ],
  ],
  DISCLOSURE_DUPLICATE: [
    [
      'a disclosure stands twice',
      { parts: (parts) => ({ ...parts, disclosures: [...parts.disclosures, ...parts.disclosures] }) },
    ],
  ],
  DISCLOSURE_MISSING: [
    [
      'what was released is not there',
      {
        audience: 'public',
        parts: (parts) => ({ ...parts, disclosures: parts.disclosures.filter(({ position }) => position !== 4) }),
      },
    ],
  ],
  CIPHERTEXTS: [
    [
      'the digest of a ciphertext is another',
      { audience: 'auditor', ...altered('ciphertexts.jsonl', (text) => text.replace(/"[0-9a-f]{8}/, '"00000000')) },
    ],
    [
      'the ciphertexts of a statement are missing',
      { audience: 'auditor', parts: (parts) => ({ ...parts, ciphertexts: [] }) },
    ],
    [
      'ciphertexts belong to no statement',
      {
        audience: 'auditor',
        parts: (parts) => ({ ...parts, ciphertexts: [{ position: 0, digests: {} }, ...(parts.ciphertexts ?? [])] }),
      },
    ],
    [
      'a path stands for another',
      {
        audience: 'auditor',
        ...altered('ciphertexts.jsonl', (text) => text.replaceAll('documents/0/', 'documents/1/')),
      },
    ],
  ],
  REVISION_GAP: [
    ['a revision is left out', { records: () => [aboutLetter({ instead: { rev: 99 } })] }],
    [
      'a stream begins with another entry than its first',
      { records: () => [aboutLetter({ stream: 'press_release-p9', type: 'PressReleaseIssued', instead: { rev: 1 } })] },
    ],
  ],
  REVISION_DUPLICATE: [['a revision is given twice', { records: () => [aboutLetter({ instead: { rev: 0 } })] }]],
  HEADS_RECORD: [
    ['the position named holds no heads', { files: (files) => withManifest(files, { headsPosition: 3 }) }],
    ['the heads are for other readers', { files: (files) => withManifest(files, { audience: 'public' }) }],
    ['the position named is not in the bundle', { files: (files) => withManifest(files, { headsPosition: 500 }) }],
  ],
  HEADS_UNDISCLOSED: [
    [
      'the reader’s own value is not disclosed',
      {
        parts: (parts, { addresseeHeads }) => ({
          ...parts,
          disclosures: parts.disclosures.filter(({ position }) => position !== addresseeHeads),
        }),
      },
    ],
  ],
  HEADS_LIST: [
    ['the list is not the one that was signed', altered(heads, (text) => text.replace(/ 3\n/, ' 2\n'))],
    ['the list is empty', altered(heads, () => '')],
  ],
  HEADS_FORM: [
    ['a line has two spaces', altered(heads, (text) => text.replace(' ', '  '))],
    ['lines are not in their order', altered(heads, (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`)],
  ],
  STREAM_INCOMPLETE: [
    [
      'the ledger’s own policies are cut short',
      { parts: (parts) => ({ ...parts, statements: parts.statements.filter(({ position }) => position !== 3) }) },
    ],
  ],
  STREAM_NOT_LISTED: [
    [
      'a stream older than the list is not in it',
      {
        audience: 'public',
        parts: (parts, { ledger }) => {
          const more = ledger.entries.filter(({ event }) => event.stream === 'communication-KHM-3-2025');
          const lines = [...parts.statements, ...more.map(({ event, jwt }) => ({ position: event.position, jwt }))];
          return { ...parts, statements: lines.sort((a, b) => a.position - b.position) };
        },
      },
    ],
    [
      'a second record of heads is there',
      {
        parts: (parts, { ledger }) => {
          const more = ledger.entries.filter(
            ({ event }) => event.stream === headsStream && event.data['audience'] === 'public',
          );
          const lines = [...parts.statements, ...more.map(({ event, jwt }) => ({ position: event.position, jwt }))];
          return { ...parts, statements: lines.sort((a, b) => a.position - b.position) };
        },
      },
    ],
  ],
  STREAM_BEYOND_HEAD: [],
  VIEW_DIFFERS: [
    [
      'a view is not what the statements amount to',
      {
        parts: (parts) => ({ ...parts, views: new Map([['views/timeline.1.json', Buffer.from('{}')]]) }),
        options: () => ({ recomputeViews: () => new Map([['views/timeline.1.json', Buffer.from('[]')]]) }),
      },
    ],
    [
      'no view can be made of the statements',
      {
        parts: (parts) => ({ ...parts, views: new Map([['views/timeline.1.json', Buffer.from('{}')]]) }),
        options: () => ({
          recomputeViews: ({ events }) =>
            new Map([[String((events[0]?.data['missing'] as JsonObject)['x']), Buffer.from('')]]),
        }),
      },
    ],
  ],
  DOCUMENT_UNREFERENCED: [
    [
      'a document is named by no statement',
      { parts: (parts) => ({ ...parts, documents: [Buffer.from('slipped in')] }) },
    ],
  ],
  README_ALTERED: [['the fixed text is altered', altered('README.txt', (text) => text.replace('check', 'trust'))]],
};

describe.each(Object.entries(forgeries).filter(([, cases]) => cases.length > 0))('%s is found when', (code, cases) => {
  it.each(cases)('%s', async (_, forgery) => {
    expect(await foundIn(forgery)).toContain(code);
  });
});

describe('a field that was sealed and never released', () => {
  it.each(['auditor', 'public'] as const)('is not open in a bundle for the %s', async (audience) => {
    const { ledger, addresseeHeads, publicHeads } = await smallStory(await SmallLedger.founded());
    const sound = await (audience === 'auditor'
      ? auditorParts(ledger, addresseeHeads)
      : readerParts(ledger, { audience, code: 'KHM', headsPosition: publicHeads }));
    const { event, disclosures } = await ledger.record(aboutLetter({ slots: ['note'] }));
    const codesOf = async (opened: readonly string[]): Promise<unknown[]> => {
      const shown = await (audience === 'auditor'
        ? auditorParts(ledger, addresseeHeads)
        : readerParts(ledger, { audience, code: 'KHM', headsPosition: publicHeads }));
      const lines = opened.map((disclosure) => ({ position: event.position, disclosure }));
      const bytes = await zipBytes(composeBundle({ ...shown, disclosures: [...sound.disclosures, ...lines] }));
      return (await verifyBundle(bytes, { trust: ledger.trust })).findings.map(({ code, position }) => [
        code,
        position,
      ]);
    };
    expect(await codesOf([])).toEqual([]);
    expect(await codesOf(disclosures)).toEqual([['AUDIENCE', event.position]]);
  });
});

describe('a list that was false when it was signed', () => {
  const stream = 'communication-KHM-1-2025';
  const withFalseHeads = async (falsify: (list: Map<string, number>) => void) => {
    const { ledger } = await smallStory(await SmallLedger.founded());
    const { event } = await ledger.recordHeads('addressee', falsify);
    const parts = await readerParts(ledger, { audience: 'addressee', code: 'KHM', headsPosition: event.position });
    const list = new Map(parts.lists.get('KHM'));
    falsify(list);
    const bytes = await zipBytes(composeBundle({ ...parts, lists: new Map([['KHM', list]]) }));
    return (await verifyBundle(bytes, { trust: ledger.trust })).findings.map(({ code }) => code);
  };

  it('is found by its reader when it ends a stream too early', async () => {
    expect(await withFalseHeads((list) => list.set(stream, 1))).toEqual(['STREAM_BEYOND_HEAD']);
  });

  it('is found by its reader when it names what is not there', async () => {
    expect(await withFalseHeads((list) => list.set('communication-KHM-9-2025', 0))).toEqual(['STREAM_INCOMPLETE']);
  });

  it('passes its reader when it leaves out a whole stream, and is found by every auditor', async () => {
    const { ledger } = await smallStory(await SmallLedger.founded());
    const { event } = await ledger.recordHeads('addressee', (list) => list.delete(stream));
    const bytes = await zipBytes(composeBundle(await auditorParts(ledger, event.position)));
    const { findings } = await verifyBundle(bytes, { trust: ledger.trust });
    expect(findings).toContainEqual(expect.objectContaining({ code: 'HEADS_LIST', position: event.position }));
  });
});
