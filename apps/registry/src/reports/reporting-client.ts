import { ReportGenerated } from '#libs/domain';
import { keyProof, operatorProofInput, type Signer } from '#libs/integrity';
import { isJsonObject, type Json, type JsonObject, LedgerError } from '#libs/ledger';
import { BodyPipe } from '#libs/service';

/** How long a report may take to be made, in milliseconds. */
const patience = 60_000;

/** Where reporting answers, and the issuer key that shows it that the registry asks. */
export interface ReportingAccess {
  /** The address may be known only once the service serves; `undefined` where none is configured. */
  readonly address: () => string | undefined;
  readonly origin: string;
  readonly issuer: Signer;
}

/** Reporting as the registry sees it: over HTTP, and believed only as far as the shape of an event goes. */
export class ReportingClient {
  constructor(private readonly access: ReportingAccess) {}

  /** What is to be recorded of a draft made at a position. Throws `POSITION_UNKNOWN` where no report can be made yet, `REPORTING_UNAVAILABLE`. */
  async draft(report: string, { position, on }: Pick<ReportGenerated, 'position' | 'on'>): Promise<ReportGenerated> {
    const url = this.access.address();
    if (url === undefined) throw new LedgerError('REPORTING_UNAVAILABLE', 'no address of it is configured');
    const digests = await this.answerOf(`/v1/reports/${report}/digests?asOfPosition=${position}`, url);
    if (!isJsonObject(digests) || digests['position'] !== position)
      throw new LedgerError('REPORTING_UNAVAILABLE', 'it made no report at that position');
    return asEvent({ ...digests, on });
  }

  private async answerOf(path: string, url: string): Promise<Json> {
    const response = await this.ask(path, url).catch((cause: unknown) => {
      throw new LedgerError('REPORTING_UNAVAILABLE', 'it cannot be reached', { cause });
    });
    if (response.status === 422)
      throw new LedgerError('POSITION_UNKNOWN', { path: 'position', reason: 'no report can be made of so little' });
    return response.ok ? ((await response.json().catch(() => null)) as Json) : null;
  }

  private async ask(path: string, url: string): Promise<Response> {
    const { issuer, origin } = this.access;
    const input = operatorProofInput(issuer.kid, { origin, method: 'GET', path, body: new Uint8Array() });
    const headers = { 'ledger-operator': keyProof(input, await issuer.sign(input)) };
    return fetch(new URL(path, url), { headers, signal: AbortSignal.timeout(patience) });
  }
}

/** What comes from another process is held to the rules of the payload like any body. */
async function asEvent(value: JsonObject): Promise<ReportGenerated> {
  try {
    const event = await new BodyPipe().transform(value, { type: 'body', metatype: ReportGenerated });
    return event as ReportGenerated;
  } catch (cause) {
    throw new LedgerError('REPORTING_UNAVAILABLE', 'what it answers is no draft', { cause });
  }
}
