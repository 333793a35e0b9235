import { disclosureDigest, disclosureLineText, utf8 } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { DisclosedHeads, LedgerSource } from '../remote/ledger-source.js';
import type { MirrorFolder } from './mirror-folder.js';

/** What a mirror holds of the heads: all that this reader is given, or less because it was asked to stop. */
export type HeadsMirrored = 'all' | 'stopped';

interface HeadsTask {
  readonly source: LedgerSource;
  readonly folder: MirrorFolder;
  readonly signal: AbortSignal;
}

/** As many records as a ledger gives at a time. */
const longestPage = 50;

/**
 * Fetches what the records of heads among the first `size` statements disclose, from the last page that is here on; nothing when it is not
 * for this reader. Their positions rise, so that no ledger can go on for ever; behind `size` an honest one may have recorded more. Throws
 * `LEDGER_UNREACHABLE` when an answer cannot be one.
 */
export async function mirrorHeads({ source, folder, signal }: HeadsTask, size: number): Promise<HeadsMirrored> {
  let last = -1;
  for (let from = folder.lastHeads ?? 0; !signal.aborted;) {
    const heads = await source.heads(from).catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return 'stopped' as const;
    });
    if (heads === 'stopped') break;
    if (heads === undefined || (heads.length === 0 && folder.lastHeads !== undefined)) return 'all';
    last = lastOf(heads, last);
    const counted = heads.filter(({ position }) => position < size);
    if (counted.length > 0 || folder.lastHeads === undefined) folder.keepHeads(from, counted.map(lines).join(''));
    if (heads.length === 0 || last >= size - 1) return 'all';
    from += heads.length;
  }
  return 'stopped';
}

/** The position of the last record of a page that follows one at `before`. */
function lastOf(heads: readonly DisclosedHeads[], before: number): number {
  if (heads.length > longestPage)
    throw new LedgerError('LEDGER_UNREACHABLE', `it gives more than ${longestPage} records of heads at once`);
  let last = before;
  for (const { position } of heads) {
    if (position <= last) throw new LedgerError('LEDGER_UNREACHABLE', 'its records of heads are not in order');
    last = position;
  }
  return last;
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
