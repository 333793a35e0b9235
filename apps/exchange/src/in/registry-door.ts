import { type ErrorCode, type ErrorDetail, errorTable, LedgerError } from '#libs/ledger';

import type { Submission } from './submission.js';
import { type RecordedPlace, type Verdict, verdictOn } from './verdict.js';

/** How long the registry may take for one submission. */
const patience = 30_000;

interface ProblemDocument {
  readonly code?: string;
  readonly errors?: readonly ErrorDetail[];
}

/** The only thing exchange does with a submission: hands its bytes to the registry, which alone can open them. */
export class RegistryDoor {
  constructor(
    private readonly url: () => string,
    private readonly secret: string,
  ) {}

  /**
   * Throws `LEDGER_UNREACHABLE`, `NOT_READY` or `UNAUTHENTICATED` when the registry gave no verdict, so that the same bytes are to be handed
   * over again later; `INTERNAL` when it failed on them.
   */
  async hand({ value, ...submission }: Submission): Promise<Verdict> {
    const body = JSON.stringify({ ...submission, value: Buffer.from(value).toString('base64') });
    const answer = await this.post(body);
    const said = (await answer.json().catch(() => ({}))) as ProblemDocument & { events?: readonly RecordedPlace[] };
    if (answer.status === 201 && said.events !== undefined) return { outcome: 'recorded', events: said.events };
    return verdictOn(problemIn(said, answer.status));
  }

  private async post(body: string): Promise<Response> {
    const headers = { 'content-type': 'application/json', 'ledger-exchange': this.secret };
    const signal = AbortSignal.timeout(patience);
    try {
      return await fetch(`${this.url()}/v1/submissions`, { method: 'POST', headers, body, signal });
    } catch (cause) {
      throw new LedgerError('LEDGER_UNREACHABLE', 'the registry does not answer', { cause });
    }
  }
}

/** Only a refusal that the registry utters about the submission is one; whatever else answers is waited for. */
function problemIn({ code, errors = [] }: ProblemDocument, status: number) {
  const known = code !== undefined && Object.hasOwn(errorTable, code) ? (code as ErrorCode) : undefined;
  if (known === 'INTERNAL') throw new LedgerError('INTERNAL', 'the registry failed on a submission');
  if (known === 'UNAUTHENTICATED') throw new LedgerError('UNAUTHENTICATED', 'the registry has another EXCHANGE_SECRET');
  if (known === undefined || known === 'ROUTE_UNKNOWN' || status < 400 || status >= 500)
    throw new LedgerError('NOT_READY', `the registry answered ${status}${known === undefined ? '' : ` ${known}`}`);
  return { code: known, title: errorTable[known].title, errors };
}
