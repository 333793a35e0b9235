import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The public checkpoint of before, so that a start need not wait for witnesses. Losing it loses nothing else. */
export class KeptNote {
  constructor(private readonly path: string) {}

  async read(): Promise<string | undefined> {
    return readFile(this.path, 'utf8').catch(() => undefined);
  }

  async write(note: string): Promise<void> {
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    await writeFile(`${this.path}.next`, note, { mode: 0o600 });
    await rename(`${this.path}.next`, this.path);
  }
}
