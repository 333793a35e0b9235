import { createServer } from 'node:net';

import type { Ended } from './ledger-command.js';

interface Summary {
  readonly ended: string;
  readonly entries: number;
  readonly recorded: number;
  readonly alreadyThere: number;
  readonly refused: number;
  readonly events: Readonly<Record<string, number>>;
  readonly errors: readonly {
    readonly row: number;
    readonly column?: string;
    readonly code: string;
    readonly file?: string;
  }[];
  readonly error?: { readonly code: string };
}
export const summaryOf = ({ out }: Ended): Summary => JSON.parse(out) as Summary;

/** A port that is free now and, on a machine that hands out others first, when the ledger is started again. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
