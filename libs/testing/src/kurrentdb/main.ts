#!/usr/bin/env node
/** A double as a process of its own: `node main.js '{"folder":"…","port":2113}'`. It ends when the process that started it has ended. */
import { KurrentDbDouble, type Setup } from './double.js';
import type { Letter } from './orders.js';

const double = await KurrentDbDouble.start(JSON.parse(process.argv[2] ?? '{}') as Setup);

process.on('message', ({ number, order }: Letter) => {
  void double.obey(order).then(() => process.send?.({ obeyed: number }));
});
process.on('disconnect', () => process.exit());
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit());

if (process.send) process.send({ port: double.port });
else process.stdout.write(`${JSON.stringify({ port: double.port })}\n`);
