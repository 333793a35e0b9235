/** What is measured: one way of doing one thing. */
export interface Contender {
  readonly variant: string;
  /** How it is done, where one variant is tried in several ways; the fastest counts. */
  readonly way?: string;
  /** Does one operation for one of the callers, counted from 0; resolves when it is durable, or read to its end. */
  run(caller: number): Promise<unknown>;
}

export interface Effort {
  readonly rounds: number;
  /** Seconds a round of one contender lasts. */
  readonly seconds: number;
}

/** What all rounds of one contender came to. Operations; latencies in milliseconds of one operation. */
export interface Measured {
  readonly contender: Contender;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

interface Round {
  readonly perSecond: number;
  readonly latencies: readonly number[];
}

/**
 * Rounds of all contenders in turn, so that whatever else the machine does falls on all of them; after one round each that does not
 * count. The rate is the median over the rounds, latencies are taken over all of them.
 */
export async function compare(contenders: readonly Contender[], callers: number, effort: Effort): Promise<Measured[]> {
  const results = contenders.map((contender) => ({ contender, rounds: [] as Round[] }));
  for (const contender of contenders) await round(contender, callers, effort.seconds / 2);
  for (let n = 0; n < effort.rounds; n++) {
    for (const { contender, rounds } of results) rounds.push(await round(contender, callers, effort.seconds));
  }
  return results.map(({ contender, rounds }) => {
    const latencies = rounds.flatMap((one) => one.latencies);
    const rates = rounds.map(({ perSecond }) => perSecond);
    return { contender, perSecond: median(rates), p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
  });
}

async function round(contender: Contender, callers: number, seconds: number): Promise<Round> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1000;
  const call = async (caller: number): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      await contender.run(caller);
      const after = performance.now();
      latencies.push(after - now);
      now = after;
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  return { perSecond: latencies.length / ((performance.now() - began) / 1000), latencies };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** The value below which this part of them lies. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
