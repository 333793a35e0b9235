import { setTimeout as pause } from 'node:timers/promises';

import { keyProof, operatorProofInput, parseSignedCheckpoint, type Signer } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

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
}

/** The notary as the registry sees it: over HTTP, like everybody else. */
export class NotaryClient {
  constructor(private readonly access: NotaryAccess) {}

  /** The newest checkpoint that bundles may carry and that covers the position, waiting for it a while. Throws `NOTARY_UNAVAILABLE`. */
  async checkpointAfter(position: number): Promise<string> {
    const began = Date.now();
    for (;;) {
      const note = await this.checkpoint();
      const size = note === undefined ? undefined : parseSignedCheckpoint(note)?.checkpoint.size;
      if (note !== undefined && size !== undefined && size > position) return note;
      const waited = Date.now() - began;
      if (waited > (size === undefined ? patience : longPatience))
        throw new LedgerError('NOTARY_UNAVAILABLE', `no checkpoint covers position ${position}`);
      await pause(rhythm);
    }
  }

  private async checkpoint(): Promise<string | undefined> {
    const [path, method] = ['/checkpoint', 'GET'];
    const { issuer, origin } = this.access;
    const input = operatorProofInput(issuer.kid, { origin, method, path, body: new Uint8Array() });
    const headers = { 'ledger-operator': keyProof(input, await issuer.sign(input)) };
    try {
      const response = await fetch(new URL(path, this.access.address()), {
        headers,
        signal: AbortSignal.timeout(5000),
      });
      return response.ok ? await response.text() : undefined;
    } catch {
      return undefined;
    }
  }
}
