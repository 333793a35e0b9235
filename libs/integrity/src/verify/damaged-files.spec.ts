import { describe, expect, it } from '@jest/globals';
import { auditorParts, readerParts, smallStory, withFile, withManifest } from '#libs/testing';
import { composeBundle } from '../bundle/compose.js';
import { zipBytes } from '../zip/zip-writer.js';
import { verifyBundle } from './verify-bundle.js';

const longFiles = ['statements.jsonl', 'disclosures.jsonl', 'ciphertexts.jsonl'];

/** The checksum of a file in its local header (PKWARE APPNOTE 4.3.7) and in the directory (4.3.12) becomes another one. */
function withOtherChecksum(bundle: Uint8Array, name: string): Uint8Array {
  const bytes = Buffer.from(bundle);
  for (const { header, nameAt, checksumAt } of [
    { header: 'PK\x03\x04', nameAt: 30, checksumAt: 14 },
    { header: 'PK\x01\x02', nameAt: 46, checksumAt: 16 },
  ]) {
    let at = bytes.indexOf(header, 0, 'latin1');
    while (bytes.toString('latin1', at + nameAt, at + nameAt + name.length) !== name)
      at = bytes.indexOf(header, at + 1, 'latin1');
    bytes[at + checksumAt] = (bytes[at + checksumAt] ?? 0) ^ 1;
  }
  return bytes;
}

/** What the verifier finds in an auditor's bundle with this content, and in its bytes after a change. */
async function found(forge: (files: ReturnType<typeof composeBundle>) => typeof files, change = (b: Uint8Array) => b) {
  const { ledger, addresseeHeads } = await smallStory();
  const files = forge(composeBundle(await auditorParts(ledger, addresseeHeads)));
  const { ok, findings } = await verifyBundle(change(await zipBytes(files)), { trust: ledger.trust });
  expect(ok).toBe(false);
  return findings;
}

describe('a long file, which is unpacked only once', () => {
  it.each(longFiles)('%s: damaged, it is said so once, and nothing in it counts', async (name) => {
    const findings = await found(
      (files) => files,
      (bytes) => withOtherChecksum(bytes, name),
    );
    const about = `"${name}" cannot be unpacked to what the directory says`;
    expect(findings.filter(({ code }) => code === 'ZIP_INVALID')).toEqual([{ code: 'ZIP_INVALID', detail: about }]);
    const withoutIt = await found((files) => withManifest(withFile(files, name, () => '')));
    expect(findings.filter(({ code }) => code !== 'ZIP_INVALID')).toEqual(withoutIt);
  });

  it.each(longFiles)('%s: another than bundle.json names, it is said so once', async (name) => {
    const findings = await found((files) => withFile(files, name, (text) => `${text}\n`));
    const detail = `"${name}" is not the file whose digest bundle.json gives`;
    expect(findings.filter(({ code }) => code === 'FILE_DIGEST')).toEqual([{ code: 'FILE_DIGEST', detail }]);
  });

  it('without statements that can be read, says nothing good of their places in the log', async () => {
    const { ledger, addresseeHeads } = await smallStory();
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: addresseeHeads } as const;
    const files = composeBundle({ ...(await readerParts(ledger, readers)), statements: [] });
    const { checks } = await verifyBundle(await zipBytes(files), { trust: ledger.trust });
    const inclusion = { check: 'inclusion', ok: null, detail: 'not checked: no statement could be read' };
    expect(checks).toContainEqual(inclusion);
  });
});
