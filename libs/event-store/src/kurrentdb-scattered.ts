import { type Entry, pageSize } from './event-store.js';
import type { LedgerStream } from './kurrentdb-stream.js';

/** Positions no further apart are read in one go: asking once more costs about as much as that many events. */
const neighbours = 24;

/** How many questions are on their way at once. */
const together = 4;

interface Range {
  readonly from: number;
  to: number;
}

/** The entries at these positions, in the order given; those that do not exist are left out. */
export async function readScattered(stream: LedgerStream, positions: readonly number[]): Promise<Entry[]> {
  const wanted = new Set(positions);
  const ranges = rangesOf(positions);
  const found = new Map<number, Entry>();
  const worker = async (): Promise<void> => {
    for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
      for (const entry of await stream.read(range.from, range.to - range.from + 1)) {
        if (wanted.has(entry.position)) found.set(entry.position, entry);
      }
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return positions.flatMap((position) => found.get(position) ?? []);
}

function rangesOf(positions: readonly number[]): Range[] {
  const ranges: Range[] = [];
  for (const position of [...positions].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && position - range.to <= neighbours && position - range.from < pageSize) range.to = position;
    else ranges.push({ from: position, to: position });
  }
  return ranges;
}
