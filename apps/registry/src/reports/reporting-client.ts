import { ReportGenerated } from '#libs/domain';
import { isJsonObject, type Json, type JsonObject, LedgerError } from '#libs/ledger';
import { BodyPipe } from '#libs/service';

/** How long a report may take to be made, in milliseconds. */
const patience = 60_000;

/** Reporting as the registry sees it: over HTTP, and believed only as far as the shape of an event goes. */
export class ReportingClient {
  /** The address may be known only once the service serves; `undefined` where none is configured. */
  constructor(private readonly address: () => string | undefined) {}

  /** What is to be recorded of a draft made at a position. Throws `REPORTING_UNAVAILABLE`. */
  async draft(report: string, { position, on }: Pick<ReportGenerated, 'position' | 'on'>): Promise<ReportGenerated> {
    const url = this.address();
    if (url === undefined) throw new LedgerError('REPORTING_UNAVAILABLE', 'no address of it is configured');
    const digests = await answerOf(new URL(`/v1/reports/${report}/digests?asOfPosition=${position}`, url));
    if (!isJsonObject(digests) || digests['position'] !== position)
      throw new LedgerError('REPORTING_UNAVAILABLE', 'it made no report at that position');
    return asEvent({ ...digests, on });
  }
}

async function answerOf(url: URL): Promise<Json> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    return response.ok ? ((await response.json()) as Json) : null;
  } catch (cause) {
    throw new LedgerError('REPORTING_UNAVAILABLE', 'it cannot be reached', { cause });
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
