import type { Caller, LedgerProcess } from '#libs/testing';

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly json: Kept & { readonly code?: string };
  readonly etag: string | null;
}

/** A reading as it is answered. */
export interface Kept {
  readonly id: string;
  readonly revision: number;
  readonly expiresAt: string;
  readonly reference: string;
  readonly record: { readonly reference: string; readonly questions: readonly object[] };
  readonly evidence: Readonly<Record<string, readonly { start: number; end: number; quote: string }[]>>;
  readonly flags: readonly { readonly code: string }[];
  readonly proposal: Record<string, unknown>;
  readonly lacks: readonly { readonly path: string }[];
  readonly text?: string;
}

let keys = 0;

/** One who has letters read by a ledger. */
export class Reader {
  constructor(
    private readonly ledger: LedgerProcess,
    readonly caller: Caller,
  ) {}

  static async of(ledger: LedgerProcess, subject: string): Promise<Reader> {
    return new Reader(ledger, await ledger.as(subject, 'mandate_clerk'));
  }

  /** Has a file read, as text unless told otherwise. */
  read(file: string | Uint8Array, { type = 'text/plain', key = `reading-${keys++}` } = {}): Promise<Answered> {
    const headers = { 'content-type': type, 'idempotency-key': key };
    return this.send('', { method: 'POST', headers, body: typeof file === 'string' ? Buffer.from(file) : file });
  }

  correct(id: string, body: object, { key = `correct-${keys++}`, seen }: { key?: string; seen?: number } = {}) {
    const match: Record<string, string> = seen === undefined ? {} : { 'if-match': `"${seen}"` };
    const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...match };
    return this.send(`/${id}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  }

  confirm(id: string, body: object = {}, key = `confirm-${keys++}`): Promise<Answered> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key };
    return this.send(`/${id}/confirmation`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  get(id: string): Promise<Answered> {
    return this.send(`/${id}`, {});
  }

  list(query = ''): Promise<Answered> {
    return this.send(query, {});
  }

  discard(id: string): Promise<Answered> {
    return this.send(`/${id}`, { method: 'DELETE' });
  }

  private async send(path: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Answered> {
    const headers = { ...init.headers, authorization: this.caller.bearer };
    const response = await fetch(`${this.ledger.url}/v1/readings${path}`, { ...init, headers });
    const text = await response.text();
    const json = JSON.parse(text === '' ? '{}' : text) as Answered['json'];
    return { status: response.status, text, json, etag: response.headers.get('etag') };
  }
}
