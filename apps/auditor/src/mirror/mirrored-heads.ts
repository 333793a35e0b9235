import { disclosureDigest, disclosureLineText, utf8 } from '#libs/integrity';

import type { DisclosedHeads, LedgerSource } from '../remote/ledger-source.js';
import type { MirrorFolder } from './mirror-folder.js';

/** Fetches what the records of heads disclose, from the last page that is here on; nothing when it is not for this reader. */
export async function mirrorHeads(source: LedgerSource, folder: MirrorFolder): Promise<void> {
  for (let from = folder.lastHeads ?? 0; ;) {
    const heads = await source.heads(from);
    if (heads === undefined || (heads.length === 0 && folder.lastHeads !== undefined)) return;
    folder.keepHeads(from, heads.map(lines).join(''));
    from += heads.length;
  }
}

/** As in `disclosures.jsonl`: by position, then by digest as text. */
function lines({ position, disclosures }: DisclosedHeads): string {
  const keyed = disclosures.map((disclosure) => ({ disclosure, digest: disclosureDigest(disclosure) }));
  keyed.sort((a, b) => (a.digest < b.digest ? -1 : 1));
  return keyed.map(({ disclosure }) => disclosureLineText({ position, disclosure })).join('');
}

/** The lines about the first `size` statements: the ledger may have shown more than the mirror has accepted. */
export function* linesBelow(size: number, pages: Iterable<string>): Generator<Uint8Array> {
  for (const page of pages) {
    const kept = page.split('\n').filter((line) => line !== '' && !(positionOf(line) >= size));
    yield utf8(kept.map((line) => `${line}\n`).join(''));
  }
}

const positionOf = (line: string): number => Number(/^\{"position":(\d{1,16}),/.exec(line)?.[1]);
