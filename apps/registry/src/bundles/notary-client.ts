import { setTimeout as pause } from 'node:timers/promises';

import { keyProof, operatorProofInput, parseSignedCheckpoint, parseTrust, type Signer } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

import type { BundleWork } from './bundle-work.js';

/** How long a notary that does not answer is tried, in milliseconds … */
const patience = 15_000;
/** … and one whose checkpoints do not reach far enough yet: a quorum of witnesses cosigns once a minute. */
const longPatience = 90_000;
const rhythm = 100;

/** Which ledger's notary, and the issuer key that shows it that the registry asks. */
export interface NotaryAccess {
  /** The address may be known only once the notary serves. */
  readonly address: () => string;
  readonly origin: string;
  readonly issuer: Signer;
  /** How long a checkpoint that covers a bundle is waited for, in milliseconds. */
  readonly patience?: number | undefined;
}

/** What the notary says when it is asked for the checkpoint that may be handed out. */
interface Said {
  readonly note?: string;
  readonly size?: number;
  /** Why it gives none, in its own words; undefined when it does not answer. */
  readonly reason?: string;
}

/** The notary as the registry sees it: over HTTP, like everybody else. */
export class NotaryClient {
  constructor(private readonly access: NotaryAccess) {}

  /**
   * The newest checkpoint that bundles may carry and that covers the position, waiting for it a while. Throws `NOTARY_UNAVAILABLE`, or
   * `QUORUM_MISSING` when it is the witnesses who have not cosigned one in time.
   */
  async checkpointAfter(position: number, work: BundleWork): Promise<string> {
    const began = Date.now();
    let areAsked: boolean | undefined;
    for (;;) {
      const { note, size, reason } = await this.checkpoint();
      if (note !== undefined && size !== undefined && size > position) return note;
      const answers = size !== undefined || reason !== undefined;
      if (answers) areAsked ??= await this.needsWitnesses();
      const what = `a checkpoint that covers position ${position}${areAsked === true ? ' and that a quorum of the witnesses has cosigned' : ''}`;
      const said = `${what}${reason === undefined ? '' : `: ${reason}`}`;
      work.waitsFor(said);
      if (Date.now() - began > (answers ? (this.access.patience ?? longPatience) : patience))
        throw new LedgerError(areAsked === true ? 'QUORUM_MISSING' : 'NOTARY_UNAVAILABLE', `waited for ${said}`);
      await pause(rhythm);
    }
  }

  private async checkpoint(): Promise<Said> {
    const [path, method] = ['/checkpoint', 'GET'];
    const { issuer, origin } = this.access;
    const input = operatorProofInput(issuer.kid, { origin, method, path, body: new Uint8Array() });
    const answer = await this.get(path, { 'ledger-operator': keyProof(input, await issuer.sign(input)) });
    if (answer === undefined) return {};
    const text = await answer.text().catch(() => '');
    if (!answer.ok) return { reason: reasonIn(text) };
    const size = parseSignedCheckpoint(text)?.checkpoint.size;
    return { note: text, ...(size !== undefined && { size }) };
  }

  /** What verifiers are told to trust says whether checkpoints must be cosigned; unknown while it cannot be read. */
  private async needsWitnesses(): Promise<boolean | undefined> {
    const text = await (await this.get('/trust', {}))?.text().catch(() => undefined);
    const trust = text === undefined ? undefined : parseTrust(text);
    return trust && trust.policy.quorum !== 'none';
  }

  private get(path: string, headers: Readonly<Record<string, string>>): Promise<Response | undefined> {
    const asked = { headers: { ...headers }, signal: AbortSignal.timeout(5000) };
    return fetch(new URL(path, this.access.address()), asked).catch(() => undefined);
  }
}

function reasonIn(problem: string): string {
  try {
    const { detail } = JSON.parse(problem) as { detail?: unknown };
    return typeof detail === 'string' ? detail : 'the notary gives no checkpoint';
  } catch {
    return 'the notary gives no checkpoint';
  }
}
