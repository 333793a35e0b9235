import { setTimeout as pause } from 'node:timers/promises';

import { LedgerError } from '#libs/ledger';
import { fromUtf8, parseEntryTile, parseTrust, tilePath, type TreeHead } from '#libs/integrity';

import { limitedBytes, parsedPage, unreadable } from './limited-bytes.js';
import { type CheckpointKind, type DisclosedHeads, LedgerSource } from './ledger-source.js';
import { consistencyFromTiles } from './tile-proofs.js';
import { within } from './within.js';

const patience = 30_000;
const attempts = 4;
const tileWidth = 256;
const mebibyte = 1024 * 1024;
/** What an answer may measure: an entry tile holds 256 entries of at most 65,537 bytes, a page 500 statements or the heads of 50 records. */
const mostBytes = { tile: 17 * mebibyte, page: 32 * mebibyte, text: mebibyte } as const;
type Kind = keyof typeof mostBytes;

/** As whom a path is asked for. */
type Who = 'auditor' | 'everyone';

interface Stated {
  readonly position: number;
  readonly jwt: string;
}

interface Asked {
  readonly path: string;
  readonly kind: Kind;
  readonly who?: Who;
}

/** Who asks. */
export interface Reader {
  readonly token?: string | undefined;
  /** What to do about a token that is not taken. */
  readonly hint?: string;
  /** Ends what is asked for, without an answer. */
  readonly ending?: AbortSignal;
}

/** A ledger over HTTP: entry tiles where it serves them, else the pages of its statements. */
export class HttpLedger extends LedgerSource {
  private servesEntries: boolean | undefined;

  constructor(
    private readonly url: string,
    private readonly reader: Reader,
  ) {
    super();
  }

  override async trust(): Promise<string> {
    const text = await this.text('/trust');
    if (parseTrust(text) !== undefined) return text;
    throw unreadable(`what answers at ${this.url} is none: it gives no trust file`);
  }

  override checkpoint = (kind: CheckpointKind): Promise<string> =>
    this.text('/checkpoint', kind === 'public' ? 'everyone' : 'auditor');

  override async heads(from: number): Promise<readonly DisclosedHeads[] | undefined> {
    const bytes = await this.bytesIfThere({ path: `/v1/heads?from=${from}`, kind: 'page' }).catch((error: unknown) => {
      if (error instanceof LedgerError && error.kind === 'forbidden') return undefined;
      throw error;
    });
    return bytes && readHeads(bytes);
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
    consistencyFromTiles((path) => this.bytes({ path: `/${path}`, kind: 'tile' }), from.size, to.size);

  /** The rest of the entry tile in which a position stands; `undefined` when the ledger serves none. */
  private async fromTile(at: number, to: number): Promise<readonly string[] | undefined> {
    if (this.servesEntries === false) return undefined;
    const index = Math.floor(at / tileWidth);
    const width = Math.min(tileWidth, to - index * tileWidth);
    const bytes = await this.bytesIfThere({ path: entryPath(index, width), kind: 'tile' });
    this.servesEntries ??= bytes !== undefined;
    const entries = bytes && parseEntryTile(bytes);
    if (entries === undefined) return this.servesEntries ? [] : undefined;
    return entries.slice(at - index * tileWidth).map((entry) => fromUtf8(entry) ?? '');
  }

  private async fromPage(at: number, to: number): Promise<readonly string[]> {
    const bytes = await this.bytes({ path: `/v1/events?from=${at}`, kind: 'page' });
    const wanted = readStatements(bytes).filter(({ position }) => position < to);
    if (wanted.some(({ position }, i) => position !== at + i)) throw unreadable('its statements are not in order');
    return wanted.map(({ jwt }) => jwt);
  }

  private async text(path: string, who: Who = 'auditor'): Promise<string> {
    return fromUtf8(await this.bytes({ path, kind: 'text', who })) ?? '';
  }

  private async bytes(asked: Asked): Promise<Uint8Array> {
    const bytes = await this.bytesIfThere(asked);
    if (bytes === undefined) throw unreadable(`it has nothing at ${asked.path}`);
    return bytes;
  }

  /** Asks again while the ledger cannot be reached, breaks off, or says that it is busy. `undefined` when there is nothing at the path. */
  private async bytesIfThere(asked: Asked): Promise<Uint8Array | undefined> {
    const { ending } = this.reader;
    for (let attempt = 1; ; attempt++) {
      const answer = await within({ patience, ending }, (signal) => this.attempt(asked, signal)).catch(
        (error: unknown) => {
          if (error instanceof LedgerError) throw error;
          return 'again' as const;
        },
      );
      if (answer !== 'again') return answer === 'nothing' ? undefined : answer;
      if (attempt < attempts) await pause(250 * 2 ** attempt, undefined, { signal: ending }).catch(() => undefined);
      const place = `${this.url}${asked.path}`;
      if (ending?.aborted === true) throw unreadable(`asked to end before anything could be read at ${place}`);
      if (attempt === attempts) throw unreadable(`nothing could be read at ${place}`);
    }
  }

  private async attempt({ path, kind, who }: Asked, signal: AbortSignal): Promise<Uint8Array | 'nothing' | 'again'> {
    const { token, hint = [] } = this.reader;
    const headers = token === undefined || who === 'everyone' ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(`${this.url}${path}`, { headers, signal });
    if (answer.ok) return limitedBytes(answer, mostBytes[kind]);
    await answer.body?.cancel();
    if (answer.status === 404) return 'nothing';
    if (answer.status === 401) throw new LedgerError('UNAUTHENTICATED', hint);
    if (answer.status === 403) throw new LedgerError('FORBIDDEN', "its statements are read with an auditor's token");
    if (answer.status < 500 && answer.status !== 429) throw unreadable(`it answered ${answer.status} at ${path}`);
    return 'again';
  }
}

/** The statements of a page. Throws `LEDGER_UNREACHABLE` when it is not of its form; what they say is for the verification to judge. */
function readStatements(bytes: Uint8Array): readonly Stated[] {
  const page = parsedPage(bytes) as { readonly statements?: unknown } | null;
  if (!Array.isArray(page?.statements)) throw unreadable('its statements cannot be read');
  return (page.statements as readonly (Partial<Stated> | null)[]).map((one) => {
    const { position, jwt } = one ?? {};
    if (position === undefined || !Number.isSafeInteger(position) || typeof jwt !== 'string')
      throw unreadable('its statements cannot be read');
    return { position, jwt };
  });
}

/** What an answer says of the heads. Throws `LEDGER_UNREACHABLE` when it is not of its form; what is disclosed is for the replay to judge. */
function readHeads(bytes: Uint8Array): readonly DisclosedHeads[] {
  const page = parsedPage(bytes) as { readonly heads?: unknown } | null;
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
