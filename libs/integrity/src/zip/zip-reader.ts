import { ByteSource, MemoryBytes, piecesOf } from '../byte-source.js';
import { concatAll } from '../bytes.js';
import { crc32, inflateRaw } from '../platform.js';
import type { Unpacking } from '../unpacking.js';
import { readDirectory } from './zip-directory.js';
import { findDirectory } from './zip-end.js';
import { locateContents, type ZipContent } from './zip-local.js';
import { duplicateNames } from './zip-names.js';
import type { ZipProblem } from './zip-problem.js';
import { ZipView } from './zip-records.js';

/** No file is taken into memory in one piece beyond this. */
const mostBytesInMemory = 512 * 1024 * 1024;

/** A zip file that satisfies every rule of `ledger-bundle/1`; its files are unpacked one by one, when asked for. */
export class ZipFile {
  /** All names in the order of the file. */
  readonly names: readonly string[];
  private readonly byName: ReadonlyMap<string, ZipContent>;

  constructor(
    private readonly source: ByteSource,
    contents: readonly ZipContent[],
  ) {
    this.names = contents.map((content) => content.entry.name);
    this.byName = new Map(contents.map((content) => [content.entry.name, content]));
  }

  /** How many bytes a file unpacks to, as the directory says; 0 for one that is not there. */
  size(name: string): number {
    return this.byName.get(name)?.entry.size ?? 0;
  }

  /** The unpacked bytes of a file that is there; ZIP_INVALID when they are not what the directory says, ZIP_LIMIT when too many. */
  async read(name: string): Promise<Uint8Array | ZipProblem> {
    const content = this.byName.get(name);
    if (content === undefined) return { code: 'ZIP_INVALID', detail: `"${name}" is not there` };
    if (content.entry.size > mostBytesInMemory)
      return { code: 'ZIP_LIMIT', detail: `"${name}" unpacks to more than this program takes in one piece (512 MiB)` };
    const unpacking = this.unpack(name);
    const pieces: Uint8Array[] = [];
    for await (const piece of unpacking.pieces) pieces.push(piece);
    const [only = new Uint8Array(), ...more] = pieces;
    return unpacking.problem() ?? (more.length === 0 ? only : concatAll(pieces));
  }

  /**
   * The same piece by piece, of any length. Whether the pieces are what the directory says shows only once they have ended: until then
   * nothing in them is to be believed.
   */
  unpack(name: string): { readonly pieces: AsyncIterable<Uint8Array>; problem(): ZipProblem | undefined } {
    const content = this.byName.get(name);
    const unpacking = content && unpacked(this.source, content);
    const seen = { bytes: 0, crc: 0 };
    const said = content?.entry;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for await (const piece of unpacking?.pieces ?? []) {
        seen.bytes += piece.length;
        if (seen.bytes > (said?.size ?? 0)) return;
        seen.crc = crc32(piece, seen.crc);
        yield piece;
      }
    }
    const isTrue = () => unpacking?.isWhole() === true && seen.bytes === said?.size && seen.crc === said.crc;
    const detail = `"${name}" cannot be unpacked to what the directory says`;
    return { pieces: pieces(), problem: () => (isTrue() ? undefined : { code: 'ZIP_INVALID', detail }) };
  }
}

function unpacked(source: ByteSource, { entry, start }: ZipContent): Unpacking {
  const packed = piecesOf(source, start, entry.packed);
  if (entry.method !== 0) return inflateRaw(packed, entry.packed, entry.size);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield* packed;
  }
  return { pieces: pieces(), isWhole: () => true };
}

/**
 * Opens a zip file under the rules of `ledger-bundle/1` (limits, names, features, no byte that belongs to nothing). Unpacks nothing
 * yet, so that its cost is bounded by the size of the file, whatever the file claims.
 */
export function openZip(bytes: Uint8Array | ByteSource): ZipFile | readonly ZipProblem[] {
  const source = bytes instanceof ByteSource ? bytes : new MemoryBytes(bytes);
  const view = new ZipView(source);
  const end = findDirectory(view);
  if ('code' in end) return [end];
  const { entries, problems } = readDirectory(view, end);
  if (problems.length > 0) return problems;
  const duplicates = duplicateNames(entries.map((entry) => entry.name));
  if (duplicates.length > 0) return duplicates;
  const contents = locateContents(view, entries, end.directoryStart);
  return 'code' in contents ? [contents] : new ZipFile(source, contents);
}
