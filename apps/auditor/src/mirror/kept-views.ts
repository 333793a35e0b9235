import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { isJsonObject, parseJson } from '#libs/ledger';

/** Views of one addressee in a mirror's folder, as an earlier replay left them. */
export class KeptViews {
  constructor(readonly folder: string) {}

  /** Names of the views that are kept with other bytes. */
  differing(files: ReadonlyMap<string, string>): string[] {
    return [...files].filter(([name, text]) => ![undefined, text].includes(this.read(name))).map(([name]) => name);
  }

  /** Behind the last entry that the kept audit trail shows; only where the history ends there can it be what is kept. */
  get end(): number {
    try {
      const view = parseJson(this.read('audit-trail.1.json') ?? '');
      const last: unknown = isJsonObject(view) && Array.isArray(view['entries']) ? view['entries'].at(-1) : undefined;
      const { position } = (last ?? {}) as { readonly position?: unknown };
      return typeof position === 'number' ? position + 1 : 0;
    } catch {
      return 0;
    }
  }

  write(files: ReadonlyMap<string, string>): void {
    mkdirSync(this.folder, { recursive: true });
    for (const [name, text] of files) writeFileSync(this.at(name), text);
  }

  writeMissing(files: ReadonlyMap<string, string>): void {
    this.write(new Map([...files].filter(([name]) => this.read(name) === undefined)));
  }

  private read(name: string): string | undefined {
    try {
      return readFileSync(this.at(name), 'utf8');
    } catch {
      return undefined;
    }
  }

  private at(name: string): string {
    return join(this.folder, basename(name));
  }
}
