import type { ZipEntry } from './zip-directory.js';
import { withLongNumbers } from './zip-extra.js';
import type { ZipProblem } from './zip-problem.js';
import { max32, signatures, sizes, type ZipView } from './zip-records.js';

const descriptorFlag = 0x0008;

/** Where the packed bytes of an entry stand. */
export interface ZipContent {
  readonly entry: ZipEntry;
  readonly start: number;
}

/**
 * Walks the file from its first byte to the directory and holds every local header against its line in the directory. The entries
 * must follow each other in the directory's order without a byte between them, data descriptors excepted: so there is no prefix,
 * no gap, no overlap, and no reader that trusts the other of the two headers sees something else.
 */
export function locateContents(
  view: ZipView,
  entries: readonly ZipEntry[],
  directoryStart: number,
): ZipContent[] | ZipProblem {
  const contents: ZipContent[] = [];
  let at = 0;
  for (const [i, entry] of entries.entries()) {
    const next = entries[i + 1]?.offset ?? directoryStart;
    if (entry.offset !== at) return invalid(entry, 'does not begin where the entry before it ends');
    const start = contentStart(view, entry);
    if (start === undefined) return invalid(entry, 'has a local header that does not agree with the directory');
    const end = start + entry.packed;
    if (!isEndOrDescriptor(view, entry, end, next - end))
      return invalid(entry, 'is followed by bytes that belong to nothing');
    contents.push({ entry, start });
    at = next;
  }
  if (at !== directoryStart) return { code: 'ZIP_INVALID', detail: 'there are bytes before the directory' };
  return contents;
}

function contentStart(view: ZipView, entry: ZipEntry): number | undefined {
  const at = entry.offset;
  const nameLength = view.u16(at + 26);
  const extraLength = view.u16(at + 28);
  const name = view.slice(at + sizes.local, nameLength);
  const extra = view.slice(at + sizes.local + nameLength, extraLength);
  const agrees =
    view.u32(at) === signatures.local &&
    view.u16(at + 6) === entry.flags &&
    view.u16(at + 8) === entry.method &&
    name?.length === entry.name.length &&
    name.every((byte, i) => byte === entry.name.charCodeAt(i)) &&
    extra !== undefined &&
    numbersAgree(view, entry, extra);
  return agrees ? at + sizes.local + nameLength + extraLength : undefined;
}

/** With a data descriptor to come the local header may leave checksum and sizes at 0, or say them already. */
function numbersAgree(view: ZipView, entry: ZipEntry, extra: Uint8Array): boolean {
  const long = withLongNumbers(extra, [view.u32(entry.offset + 22), view.u32(entry.offset + 18)]);
  if ('code' in long) return false;
  const said = [view.u32(entry.offset + 14), ...long];
  const isTrue = said[0] === entry.crc && said[1] === entry.size && said[2] === entry.packed;
  return isTrue || (hasDescriptor(entry) && said.every((value) => value === 0));
}

function isEndOrDescriptor(view: ZipView, entry: ZipEntry, at: number, length: number): boolean {
  if (!hasDescriptor(entry)) return length === 0;
  const withSignature = length === 16 || length === 24;
  if (!withSignature && length !== 12 && length !== 20) return false;
  const numbers = withSignature ? at + 4 : at;
  const isLong = length === 20 || length === 24;
  return (
    (!withSignature || view.u32(at) === signatures.descriptor) &&
    view.u32(numbers) === entry.crc &&
    (isLong ? view.u64(numbers + 4) : view.u32(numbers + 4)) === entry.packed &&
    (isLong ? view.u64(numbers + 12) : view.u32(numbers + 8)) === entry.size &&
    (isLong || Math.max(entry.packed, entry.size) < max32)
  );
}

const hasDescriptor = (entry: ZipEntry): boolean => (entry.flags & descriptorFlag) !== 0;

const invalid = (entry: ZipEntry, detail: string): ZipProblem => ({
  code: 'ZIP_INVALID',
  detail: `"${entry.name}" ${detail}`,
});
