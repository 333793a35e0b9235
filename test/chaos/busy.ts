import { availableParallelism, loadavg } from 'node:os';

/** How much longer something may take now than on a machine that has time: 1 while there are at most two tasks for each processor. */
export const busyFactor = (): number => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism() / 2);
