import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { sha256, toHex } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** Checkpoints that a log has signed, as notes, each once in a file of its own: the evidence, should it ever sign another history. */
export class KeptNotes {
  constructor(private readonly folder: string) {}

  /** Gives the path; the note is on disk by then. Throws `CONFIGURATION` when it cannot be. */
  keep(size: number, note: string): string {
    const path = join(this.folder, `${size}-${toHex(sha256(note)).slice(0, 16)}.checkpoint`);
    if (existsSync(path)) return path;
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(`${path}.new`, note, { flush: true });
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw new LedgerError('CONFIGURATION', `${path}: it cannot be written`, { cause: error });
    }
    return path;
  }
}
