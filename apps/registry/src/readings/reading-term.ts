const day = 86_400_000;

/** How long a letter that was read waits to be confirmed. */
export class ReadingTerm {
  constructor(private readonly days: number) {}

  /** Milliseconds since 1970. */
  endFrom(now: number): number {
    return now + this.days * day;
  }
}
