import { type ErrorCode, type ErrorDetail, errorTable, LedgerError } from '#libs/ledger';

import { ownCall } from '../terminal/own-call.js';

/** A write that is answered once for ever under its Idempotency-Key. */
export interface Write {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly key: string;
  readonly body: object;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where an uploaded file lies until an event names it. */
export interface StagedDocument {
  readonly file: string;
  readonly bytes: number;
  readonly digest: string;
}

const patience = 60_000;

/** A ledger over HTTP. What it refuses is thrown as the LedgerError it refused with; no answer at all is `LEDGER_UNREACHABLE`. */
export class LedgerClient {
  constructor(
    readonly url: string,
    private readonly token: string | undefined,
    /** What to do about a token that is not taken. */
    private readonly tokenHint: string,
  ) {}

  async json<T>(path: string, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return jsonOf<T>(await this.send(path, { headers }));
  }

  async text(path: string): Promise<string> {
    return (await this.send(path, {})).text();
  }

  /** The answer itself, for what may be a file. */
  response(path: string): Promise<Response> {
    return this.send(path, {});
  }

  /** The same for a file of any length: only the beginning of the answer is waited for no longer than usual. */
  async file(path: string): Promise<Response> {
    const begun = new AbortController();
    const timer = setTimeout(() => begun.abort(), patience);
    return this.send(path, { signal: begun.signal }).finally(() => clearTimeout(timer));
  }

  async write<T>({ method, path, key, body, headers: more }: Write): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key, ...more };
    return jsonOf<T>(await this.send(path, { method, headers, body: JSON.stringify(body) }));
  }

  async upload(bytes: Uint8Array): Promise<StagedDocument> {
    const headers = { 'content-type': 'application/octet-stream' };
    return jsonOf<StagedDocument>(await this.send('/v1/documents', { method: 'POST', headers, body: bytes }));
  }

  private async send(path: string, { headers, ...init }: RequestInit): Promise<Response> {
    const authorization = this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
    const answer = await reach(this.url + path, { ...init, headers: { ...(headers as object), ...authorization } });
    if (!answer.ok) throw this.hinted(await refusalOf(answer));
    return answer;
  }

  private hinted(refusal: LedgerError): LedgerError {
    const isBare = refusal.code === 'UNAUTHENTICATED' && refusal.details.length === 0;
    return isBare ? new LedgerError('UNAUTHENTICATED', this.tokenHint) : refusal;
  }
}

/** Sends a request; throws `LEDGER_UNREACHABLE` with how to start a ledger when nothing answers. */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await notForgotten(fetch(url, { signal: AbortSignal.timeout(patience), ...init }));
  } catch (cause) {
    const reason = `at ${new URL(url).origin}; start one with "${ownCall()} up", or name one in LEDGER_URL`;
    throw new LedgerError('LEDGER_UNREACHABLE', reason, { cause });
  }
}

const awaited = new Set<() => void>();
process.on('beforeExit', () => awaited.forEach((forgotten) => forgotten()));

/**
 * Node 20's fetch forgets a request whose connection is closed before its parser is loaded. Then nothing keeps the process, which would end
 * without a word: that nothing does is how it is known.
 */
async function notForgotten(answer: Promise<Response>): Promise<Response> {
  let forgotten = (): void => undefined;
  const never = new Promise<never>((_, reject) => {
    forgotten = () => reject(new LedgerError('LEDGER_UNREACHABLE', 'the connection was closed'));
  });
  awaited.add(forgotten);
  return Promise.race([answer, never]).finally(() => awaited.delete(forgotten));
}

/** What is said in an answer; `LEDGER_UNREACHABLE` when it is something else that answers at the address. */
export async function jsonOf<T>(answer: Response): Promise<T> {
  try {
    return (await answer.json()) as T;
  } catch {
    throw noLedger(new URL(answer.url).origin);
  }
}

export const noLedger = (url: string): LedgerError =>
  new LedgerError('LEDGER_UNREACHABLE', `what answers at ${url} is something else; name a ledger in LEDGER_URL`);

/**
 * The refusal in a problem document (RFC 9457); a code this version does not know keeps its sentence. Without one it is not the ledger that
 * answers but a server before it, which says with 502, 503 or 504 that it does not reach the ledger; or another that knows no such address.
 */
export async function refusalOf(answer: Response): Promise<LedgerError> {
  const problem = ((await answer.json().catch(() => undefined)) ?? {}) as {
    code?: string;
    detail?: string;
    errors?: readonly ErrorDetail[];
  };
  if (isErrorCode(problem.code)) return new LedgerError(problem.code, problem.errors ?? []);
  if (problem.code === undefined && [404, 405].includes(answer.status)) return noLedger(new URL(answer.url).origin);
  const said = problem.detail ?? `the server answered ${answer.status}`;
  return new LedgerError(answer.status > 500 ? 'LEDGER_UNREACHABLE' : 'INTERNAL', said);
}

/** Whether this version knows the code. */
export const isErrorCode = (code: string | undefined): code is ErrorCode =>
  code !== undefined && Object.hasOwn(errorTable, code);
