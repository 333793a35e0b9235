import { createHash } from 'node:crypto';

import { Clock, Entropy } from '#libs/ledger';

/** A clock that stands still until it is set; starts at 2025-01-15T09:00:00Z unless told otherwise. */
export class FixedClock extends Clock {
  private time: number;

  constructor(at = '2025-01-15T09:00:00.000Z') {
    super();
    this.time = Date.parse(at);
  }

  override now(): number {
    return this.time;
  }

  /** `at`: an ISO 8601 instant, or milliseconds since 1970. */
  set(at: string | number): void {
    this.time = typeof at === 'string' ? Date.parse(at) : at;
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}

/** The same "random" bytes for the same seed: SHA-256(seed ‖ ":" ‖ counter), block after block. Never outside specs. */
export class SeededEntropy extends Entropy {
  private blocks = 0;
  private rest: Uint8Array = new Uint8Array(0);

  constructor(private readonly seed = 'seed') {
    super();
  }

  override bytes(count: number): Uint8Array {
    while (this.rest.length < count) this.rest = Buffer.concat([this.rest, this.block()]);
    const taken = this.rest.slice(0, count);
    this.rest = this.rest.subarray(count);
    return taken;
  }

  override uuid(): string {
    const hex = Buffer.from(this.bytes(16)).toString('hex').split('');
    hex[12] = '4';
    hex[16] = ((parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
    return hex.join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  private block(): Uint8Array {
    return createHash('sha256').update(`${this.seed}:${this.blocks++}`).digest();
  }
}
