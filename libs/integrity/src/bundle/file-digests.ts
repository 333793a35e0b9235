import { fromUtf8, toHex, utf8 } from '../bytes.js';
import { HashList } from '../hash-list.js';
import type { LongFile } from '../zip/zip-writer.js';
import type { BundleOutline } from './compose.js';
import { fileNames } from './file-names.js';
import { encodeManifest, manifestOf } from './manifest.js';

/** As many names as one piece of `bundle.json` holds. */
const atOnce = 500;

/** The digests of a bundle's files as they come about, a few dozen bytes for each: a bundle of many statements has as many files. */
export class FileDigests {
  readonly #names: string[] = [];
  readonly #hashes = new HashList();

  get count(): number {
    return this.#names.length;
  }

  /** Takes in a file whose digest is known, or will be told later under the number that this gives. */
  add(name: string, digest: Uint8Array = new Uint8Array(32)): number {
    this.#hashes.push(digest);
    return this.#names.push(name) - 1;
  }

  tell(number: number, digest: Uint8Array): void {
    this.#hashes.replace(number, digest);
  }

  /** `bundle.json`, which names all of them, byte for byte as `encodeManifest` writes it. */
  manifest(outline: BundleOutline): LongFile {
    return { name: fileNames.manifest, pieces: () => this.#pieces(outline) };
  }

  async *#pieces(outline: BundleOutline): AsyncGenerator<Uint8Array> {
    const mark = '"files":{';
    const empty = fromUtf8(encodeManifest(manifestOf(outline, {}))) ?? '';
    const middle = empty.indexOf(mark) + mark.length;
    yield utf8(empty.slice(0, middle));
    const order = this.#inOrder();
    for (let at = 0; at < order.length; at += atOnce) yield await Promise.resolve(this.#lines(order, at));
    yield utf8(empty.slice(middle));
  }

  #lines(order: Uint32Array, from: number): Uint8Array {
    const lines = [...order.subarray(from, from + atOnce)].map(
      (number) => `${JSON.stringify(this.#names[number])}:"${toHex(this.#hashes.at(number))}"`,
    );
    return utf8(`${from === 0 ? '' : ','}${lines.join(',')}`);
  }

  /** Numbers of the files by their names, as RFC 8785 sorts members. */
  #inOrder(): Uint32Array {
    const names = this.#names;
    const nameOf = (number: number): string => names[number] ?? '';
    return Uint32Array.from(names, (_, number) => number).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  }
}
