import { setTimeout as pause } from 'node:timers/promises';

import { LedgerError } from '#libs/ledger';
import { fromUtf8, parseEntryTile, tilePath, type TreeHead } from '#libs/integrity';

import { type CheckpointKind, type DisclosedHeads, LedgerSource } from './ledger-source.js';
import { consistencyFromTiles } from './tile-proofs.js';

const patience = 30_000;
const attempts = 4;
/** What one answer may measure: an entry tile holds 256 entries of at most 65,537 bytes. */
const mostBytes = 32 * 1024 * 1024;
const tileWidth = 256;

/** As whom a path is asked for. */
type Who = 'auditor' | 'everyone';

interface Page {
  readonly statements: readonly { readonly position: number; readonly jwt: string }[];
  readonly next: number | null;
}

/** A ledger over HTTP: entry tiles where it serves them, else the pages of its statements. */
export class HttpLedger extends LedgerSource {
  private servesEntries: boolean | undefined;

  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {
    super();
  }

  override trust = (): Promise<string> => this.text('/trust');

  override checkpoint = (kind: CheckpointKind): Promise<string> =>
    this.text('/checkpoint', kind === 'public' ? 'everyone' : 'auditor');

  override async heads(from: number): Promise<readonly DisclosedHeads[] | undefined> {
    const bytes = await this.bytesIfThere(`/v1/heads?from=${from}`).catch((error: unknown) => {
      if (error instanceof LedgerError && error.code === 'FORBIDDEN') return undefined;
      throw error;
    });
    return bytes && readHeads(fromUtf8(bytes) ?? '');
  }

  override async *statements(from: number, to: number): AsyncGenerator<readonly string[]> {
    for (let at = from; at < to;) {
      const jwts = (await this.fromTile(at, to)) ?? (await this.fromPage(at, to));
      if (jwts.length === 0) throw unreadable(`it gives no statement at position ${at} of ${to}`);
      yield jwts;
      at += jwts.length;
    }
  }

  override consistency = (from: TreeHead, to: TreeHead): Promise<readonly Uint8Array[]> =>
    consistencyFromTiles((path) => this.bytes(`/${path}`), from.size, to.size);

  /** The rest of the entry tile in which a position stands; `undefined` when the ledger serves none. */
  private async fromTile(at: number, to: number): Promise<readonly string[] | undefined> {
    if (this.servesEntries === false) return undefined;
    const index = Math.floor(at / tileWidth);
    const width = Math.min(tileWidth, to - index * tileWidth);
    const bytes = await this.bytesIfThere(entryPath(index, width));
    this.servesEntries ??= bytes !== undefined;
    const entries = bytes && parseEntryTile(bytes);
    if (entries === undefined) return this.servesEntries ? [] : undefined;
    return entries.slice(at - index * tileWidth).map((entry) => fromUtf8(entry) ?? '');
  }

  private async fromPage(at: number, to: number): Promise<readonly string[]> {
    const page = parsed(await this.text(`/v1/events?from=${at}`)) as Page;
    const wanted = page.statements.filter(({ position }) => position < to);
    if (wanted.some(({ position }, i) => position !== at + i)) throw unreadable('its statements are not in order');
    return wanted.map(({ jwt }) => jwt);
  }

  private async text(path: string, who: Who = 'auditor'): Promise<string> {
    return fromUtf8(await this.bytes(path, who)) ?? '';
  }

  private async bytes(path: string, who: Who = 'auditor'): Promise<Uint8Array> {
    const bytes = await this.bytesIfThere(path, who);
    if (bytes === undefined) throw unreadable(`it has nothing at ${path}`);
    return bytes;
  }

  /** Asks again while the ledger cannot be reached or says that it is busy. `undefined` when there is nothing at the path. */
  private async bytesIfThere(path: string, who: Who = 'auditor'): Promise<Uint8Array | undefined> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.send(path, who).catch((cause: unknown) => (cause instanceof Error ? cause : undefined));
      if (answer instanceof Response) {
        if (answer.ok) return limited(answer);
        if (answer.status === 404) return undefined;
        if (answer.status === 401 || answer.status === 403)
          throw new LedgerError('FORBIDDEN', 'the ledger does not let this token read its statements');
        if (answer.status < 500 && answer.status !== 429) throw unreadable(`it answered ${answer.status} at ${path}`);
      }
      if (attempt === attempts) throw unreadable(`nothing could be read at ${this.url}${path}`);
      await pause(250 * 2 ** attempt);
    }
  }

  private send(path: string, who: Who): Promise<Response> {
    const headers = this.token === undefined || who === 'everyone' ? {} : { authorization: `Bearer ${this.token}` };
    return fetch(`${this.url}${path}`, { headers, signal: AbortSignal.timeout(patience) });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable('an answer is no JSON');
  }
}

/** What an answer says of the heads. Throws `LEDGER_UNREACHABLE` when it is not of its form; what is disclosed is for the replay to judge. */
function readHeads(text: string): readonly DisclosedHeads[] {
  const page = parsed(text) as { readonly heads?: unknown } | null;
  if (!Array.isArray(page?.heads)) throw unreadable('its records of heads cannot be read');
  return (page.heads as readonly (Partial<DisclosedHeads> | null)[]).map((one) => {
    const { position, disclosures } = one ?? {};
    const isForm = Number.isSafeInteger(position) && Array.isArray(disclosures);
    if (!isForm || !(disclosures as readonly unknown[]).every((one) => typeof one === 'string'))
      throw unreadable('its records of heads cannot be read');
    return { position: position as number, disclosures: disclosures as readonly string[] };
  });
}

function entryPath(index: number, width: number): string {
  return `/${tilePath({ level: 'entries', index, width })}`;
}

const unreadable = (reason: string): LedgerError => new LedgerError('LEDGER_UNREACHABLE', reason);

async function limited(answer: Response): Promise<Uint8Array> {
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes.length > mostBytes) throw unreadable('an answer is larger than any that a ledger gives');
  return bytes;
}
