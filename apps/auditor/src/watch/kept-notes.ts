import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { sha256, toHex } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** A checkpoint on disk, with the size that its name tells. */
export interface KeptNote {
  readonly path: string;
  readonly size: number;
  readonly note: string;
}

const pointer = 'accepted';

/**
 * Checkpoints that a log has signed, as notes, each once in a file of its own: the evidence, should it ever sign another history. Which of
 * them was accepted last, because it continues the one before, is kept beside them.
 */
export class KeptNotes {
  constructor(readonly folder: string) {}

  /** Gives the path; the note is on disk by then. Throws `CONFIGURATION` when it cannot be. */
  keep(size: number, note: string): string {
    const path = join(this.folder, nameOf(size, note));
    if (!existsSync(path)) this.write(path, note);
    return path;
  }

  /** From here a watch goes on when it is started again, unless one on another machine, whose lock is not seen here, has accepted a larger one. */
  accept(path: string): void {
    const [accepted, name] = [join(this.folder, pointer), basename(path)];
    if (existsSync(accepted) && sizeIn(this.text(accepted)) > sizeIn(name)) return;
    this.write(accepted, `${name}\n`);
  }

  /** The one accepted last, if any was. Throws `CONFIGURATION` when it is not there, or not as it was kept. */
  accepted(notes: readonly KeptNote[]): KeptNote | undefined {
    const path = join(this.folder, pointer);
    if (!existsSync(path)) return undefined;
    const name = this.text(path).trimEnd();
    const found = notes.find((note) => basename(note.path) === name);
    if (found === undefined)
      throw new LedgerError('CONFIGURATION', `${path}: the checkpoint that it names is not there`);
    return found;
  }

  /** All of them, by size. Throws `CONFIGURATION` when one is not what its name says, or cannot be read. */
  all(): readonly KeptNote[] {
    const names = this.names().filter((name) => name.endsWith('.checkpoint'));
    const notes = names.map((name) => {
      const path = join(this.folder, name);
      const [size, note] = [sizeIn(name), this.text(path)];
      if (name !== nameOf(size, note)) throw new LedgerError('CONFIGURATION', `${path}: it is not as it was kept`);
      return { path, size, note };
    });
    return notes.sort((a, b) => a.size - b.size);
  }

  private names(): string[] {
    try {
      return readdirSync(this.folder);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new LedgerError('CONFIGURATION', `${this.folder}: it cannot be read`, { cause });
    }
  }

  private text(path: string): string {
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw new LedgerError('CONFIGURATION', `${path}: it cannot be read`, { cause });
    }
  }

  private write(path: string, text: string): void {
    // A watch on another machine may write the same file at the same time.
    const written = `${path}.${randomUUID()}.new`;
    try {
      mkdirSync(this.folder, { recursive: true });
      writeFileSync(written, text, { flush: true });
      renameSync(written, path);
    } catch (cause) {
      throw new LedgerError('CONFIGURATION', `${path}: it cannot be written`, { cause });
    }
  }
}

const sizeIn = (name: string): number => Number(name.split('-')[0]);

const nameOf = (size: number, note: string): string => `${size}-${toHex(sha256(note)).slice(0, 16)}.checkpoint`;
