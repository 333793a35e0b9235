import { type Profiler, Session } from 'node:inspector/promises';

const ours = /\/dist\/libs\/(integrity|ledger)\/src\//;

/** Which code ran, as V8 counts it: nothing has to be built or installed for it. */
export class Coverage {
  private readonly seen = new Set<string>();
  private readonly reached = new Set<string>();

  private constructor(
    private readonly session: Session,
    private readonly watched: RegExp,
  ) {}

  /** Watches the code at these addresses. */
  static async started(watched = ours): Promise<Coverage> {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    return new Coverage(session, watched);
  }

  /** How many ways through functions were seen. */
  get size(): number {
    return this.seen.size;
  }

  /** Whether what ran since the last time reached a block that none had reached: quickly told of many inputs together. */
  async isNew(): Promise<boolean> {
    const before = this.reached.size;
    for (const { url, functions } of await this.ran())
      for (const { ranges } of functions)
        for (const range of ranges)
          if (range.count > 0) this.reached.add(`${url} ${range.startOffset}-${range.endOffset}`);
    return this.reached.size > before;
  }

  /** Tries each of the inputs and gives those by which a function ran in a way never seen: through other blocks, or more often. */
  async among(inputs: readonly Uint8Array[], run: (input: Uint8Array) => Promise<void>): Promise<Uint8Array[]> {
    const fresh: Uint8Array[] = [];
    await this.ran();
    for (const input of inputs) {
      await run(input);
      const before = this.seen.size;
      for (const { url, functions } of await this.ran())
        for (const { ranges } of functions)
          if ((ranges[0]?.count ?? 0) > 0) this.seen.add(`${url} ${ranges.map(wayOf).join(' ')}`);
      if (this.seen.size > before) fresh.push(input);
    }
    return fresh;
  }

  async end(): Promise<void> {
    await this.session.post('Profiler.stopPreciseCoverage');
    this.session.disconnect();
  }

  private async ran(): Promise<Profiler.ScriptCoverage[]> {
    const { result } = await this.session.post('Profiler.takePreciseCoverage');
    return result.filter(({ url }) => this.watched.test(url));
  }
}

const wayOf = ({ startOffset, endOffset, count }: Profiler.CoverageRange): string =>
  `${startOffset}-${endOffset}:${often(count)}`;

/** Never, once, a few times, many times. */
const often = (count: number): number => (count < 2 ? count : count < 8 ? 2 : 3);
