import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type FullTile, tilePath, TileStore } from '#libs/integrity';

const fullWidth = 256;

/**
 * Full hash tiles as files, under the paths by which they are served. Written whole or not at all; nothing is synced, because a tile that
 * a crash has emptied is found not to fit and made again.
 */
export class TileFolder extends TileStore {
  private writes = 0;

  constructor(private readonly folder: string) {
    super();
  }

  override async read(level: number, index: number): Promise<Uint8Array | undefined> {
    try {
      return new Uint8Array(await readFile(this.fileOf(level, index)));
    } catch {
      // Whatever keeps it from being read: it is made again.
      return undefined;
    }
  }

  override async write({ level, index, bytes }: FullTile): Promise<void> {
    const file = this.fileOf(level, index);
    const temporary = `${file}.${process.pid}.${this.writes++}`;
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(temporary, bytes, { mode: 0o600 });
    await rename(temporary, file);
  }

  /** Follows the highest names down; a tile missing below them is found when it is read. */
  override async count(): Promise<number> {
    let [folder, index] = [join(this.folder, 'tile', '0'), 0];
    for (;;) {
      const names = await readdir(folder).catch((): string[] => []);
      const nested = highest(names, /^x(\d{3})$/);
      const last = highest(names, /^(\d{3})$/);
      if (nested === undefined) return last === undefined ? index * 1000 : index * 1000 + last + 1;
      folder = join(folder, `x${String(nested).padStart(3, '0')}`);
      index = index * 1000 + nested;
    }
  }

  private fileOf(level: number, index: number): string {
    return join(this.folder, tilePath({ level, index, width: fullWidth }));
  }
}

function highest(names: readonly string[], pattern: RegExp): number | undefined {
  const numbers = names.flatMap((name) => pattern.exec(name)?.[1] ?? []).map(Number);
  return numbers.length === 0 ? undefined : Math.max(...numbers);
}
