import { setTimeout as pause } from 'node:timers/promises';

import { parseSignedCheckpoint } from '#libs/integrity';
import { LedgerError } from '#libs/ledger';

/** How long a bundle waits for the checkpoint that covers it, in milliseconds. */
const patience = 15_000;
const rhythm = 100;

/** The notary as the registry sees it: over HTTP, like everybody else. */
export class NotaryClient {
  /** The address may be known only once the notary serves. */
  constructor(private readonly address: () => string) {}

  /** The newest checkpoint that covers the position, waiting for it a while. Throws `NOTARY_UNAVAILABLE`. */
  async checkpointAfter(position: number): Promise<string> {
    for (let waited = 0; waited < patience; waited += rhythm) {
      const text = await this.checkpoint();
      const size = text === undefined ? undefined : parseSignedCheckpoint(text)?.checkpoint.size;
      if (text !== undefined && size !== undefined && size > position) return text;
      await pause(rhythm);
    }
    throw new LedgerError('NOTARY_UNAVAILABLE', `no checkpoint covers position ${position}`);
  }

  private async checkpoint(): Promise<string | undefined> {
    try {
      const response = await fetch(new URL('/checkpoint', this.address()), { signal: AbortSignal.timeout(5000) });
      return response.ok ? await response.text() : undefined;
    } catch {
      return undefined;
    }
  }
}
