import { randomBytes, randomUUID } from 'node:crypto';

import { Entropy } from '#libs/ledger';

/** The operating system's randomness. */
export class SystemEntropy extends Entropy {
  override bytes(count: number): Uint8Array {
    return randomBytes(count);
  }

  override uuid(): string {
    return randomUUID();
  }
}
