import { Clock } from '#libs/ledger';

/** The machine's own clock. */
export class SystemClock extends Clock {
  override now(): number {
    return Date.now();
  }
}

/** A clock that was set to another instant when it started and runs on at the usual speed; for ledgers founded under a test clock. */
class TestClock extends Clock {
  private readonly ahead: number;

  /** `start` is an RFC 3339 instant. */
  constructor(start: string) {
    super();
    this.ahead = Date.parse(start) - Date.now();
  }

  override now(): number {
    return Date.now() + this.ahead;
  }
}

export const clockFrom = (testClock: string | undefined): Clock =>
  testClock === undefined ? new SystemClock() : new TestClock(testClock);
