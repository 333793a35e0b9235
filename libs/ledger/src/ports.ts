/** The current instant; tests fix it, a ledger founded under a test clock runs on it. */
export abstract class Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  abstract now(): number;
}

/** Randomness for salts, nonces and key ids. */
export abstract class Entropy {
  abstract bytes(count: number): Uint8Array;
  /** A random UUID (version 4), lowercase. */
  abstract uuid(): string;
}
