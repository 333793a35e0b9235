import { crc32, inflateRaw } from '../platform.js';
import { readDirectory } from './zip-directory.js';
import { findDirectory } from './zip-end.js';
import { locateContents, type ZipContent } from './zip-local.js';
import { duplicateNames } from './zip-names.js';
import type { ZipProblem } from './zip-problem.js';
import { ZipView } from './zip-records.js';

/** No single file is unpacked beyond this, whatever a bundle may hold: the reader keeps one unpacked file in memory at a time. */
const mostBytesInMemory = 512 * 1024 * 1024;

/** A zip file that satisfies every rule of `ledger-bundle/1`; its files are unpacked one by one, when asked for. */
export class ZipFile {
  /** All names in the order of the file. */
  readonly names: readonly string[];
  private readonly byName: ReadonlyMap<string, ZipContent>;

  constructor(
    private readonly bytes: Uint8Array,
    contents: readonly ZipContent[],
  ) {
    this.names = contents.map((content) => content.entry.name);
    this.byName = new Map(contents.map((content) => [content.entry.name, content]));
  }

  /** The unpacked bytes of a file that is there; ZIP_INVALID when they are not what the directory says, ZIP_LIMIT when too many. */
  read(name: string): Uint8Array | ZipProblem {
    const content = this.byName.get(name);
    if (content === undefined) return { code: 'ZIP_INVALID', detail: `"${name}" is not there` };
    const { entry, start } = content;
    if (entry.size > mostBytesInMemory)
      return { code: 'ZIP_LIMIT', detail: `"${name}" unpacks to more than this program takes in one piece (512 MiB)` };
    const packed = this.bytes.subarray(start, start + entry.packed);
    const unpacked = entry.method === 0 ? packed : inflateRaw(packed, entry.size);
    if (unpacked?.length !== entry.size || crc32(unpacked) !== entry.crc)
      return { code: 'ZIP_INVALID', detail: `"${name}" cannot be unpacked to what the directory says` };
    return unpacked;
  }
}

/**
 * Opens a zip file under the rules of `ledger-bundle/1` (limits, names, features, no byte that belongs to nothing). Unpacks nothing
 * yet, so that its cost is bounded by the size of the file, whatever the file claims.
 */
export function openZip(bytes: Uint8Array): ZipFile | readonly ZipProblem[] {
  const view = new ZipView(bytes);
  const end = findDirectory(view);
  if ('code' in end) return [end];
  const { entries, problems } = readDirectory(view, end);
  if (problems.length > 0) return problems;
  const duplicates = duplicateNames(entries.map((entry) => entry.name));
  if (duplicates.length > 0) return duplicates;
  const contents = locateContents(view, entries, end.directoryStart);
  return 'code' in contents ? [contents] : new ZipFile(bytes, contents);
}
