import { createRequire } from 'node:module';

interface Header {
  readonly key: string;
  readonly value: Buffer | null;
}

type Read = (reader: (decoder: unknown) => Header) => readonly Header[];

/** More names than this stand on no message of ours; what else a stranger puts there is left out. */
const mostNames = 100;

const decoder = createRequire(import.meta.url)('kafkajs/src/protocol/decoder.js') as {
  readonly prototype: { readVarIntArray: Read };
};
const all: Read = decoder.prototype.readVarIntArray;
let bounded = false;

/**
 * Makes kafkajs read of each message's headers the last of every name, and no more than some names. It copies all headers it has for each one
 * that it adds: a message of 50 KB with 10,000 of them kept the process from everything else for 19 seconds, and larger ones for ever.
 * `readVarIntArray` serves it for headers only.
 */
export function boundHeaders(): void {
  if (bounded) return;
  bounded = true;
  decoder.prototype.readVarIntArray = function (this: unknown, reader): readonly Header[] {
    const last = new Map<string, Header>();
    for (const header of all.call(this, reader))
      if (last.size < mostNames || last.has(header.key)) last.set(header.key, header);
    return [...last.values()];
  };
}
