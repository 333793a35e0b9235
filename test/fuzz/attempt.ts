import type { Outcome, Parser } from './parsers.js';

/** What an input must not do: anything but its documented outcome, or take long. */
export interface Fault {
  readonly what: string;
}

/** Processor time for an input of ordinary size, at most 64 KiB. */
const mostMilliseconds = 100;
const perKilobyte = mostMilliseconds / 64;

const isFault = (attempt: Outcome | Fault): attempt is Fault => typeof attempt === 'object';

/** Gives the input to the parser. One that seems to take long is tried again: the machine may have been collecting garbage. */
export async function attempted(parser: Parser, input: Uint8Array): Promise<Outcome | Fault> {
  const allowed = Math.max(mostMilliseconds, (input.length / 1024) * perKilobyte);
  let said: Outcome | Fault = 'refused';
  for (let times = 0; times < 3; times++) {
    const started = process.cpuUsage();
    said = await once(parser, input);
    const { user, system } = process.cpuUsage(started);
    const taken = (user + system) / 1000;
    if (isFault(said) || taken <= allowed) return said;
    said = { what: `it took ${Math.round(taken)} ms for ${input.length} bytes` };
  }
  return said;
}

async function once(parser: Parser, input: Uint8Array): Promise<Outcome | Fault> {
  try {
    return await parser(input);
  } catch (error) {
    return { what: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

export { isFault };
