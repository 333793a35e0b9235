import { inCopies } from './classes/in-copies.js';
import { inTheStore } from './classes/in-the-store.js';
import { inTime } from './classes/in-time.js';
import { malicious } from './classes/malicious.js';
import { underKeys } from './classes/under-keys.js';
import { auditorsBundle, addresseesBundle } from './exported.js';
import { verified } from './judges.js';
import { type NewDatabase, Room } from './room.js';
import { Scene } from './scene.js';
import type { TamperClass } from './tamper-class.js';

export const tamperClasses: readonly TamperClass[] = [
  ...inTheStore,
  ...underKeys,
  ...inTime,
  ...inCopies,
  ...malicious,
];

/** What became of the trials of one class. */
export interface ClassReport {
  readonly name: string;
  readonly trials: number;
  /** Trials in which every code of its own was found, and nothing before. */
  readonly caught: number;
  /** How often each code was seen, in how many trials. */
  readonly seen: Readonly<Record<string, number>>;
  /** What was wrong with the others, with the seed that makes each again. */
  readonly missed: readonly string[];
}

/** Every trial `n` of a class has the seed `seed + n`, so that one of them can be made again alone. */
export interface Course {
  readonly trials: number;
  readonly seed: number;
  readonly database: NewDatabase;
}

export async function tryClass(tampering: TamperClass, { trials, seed, database }: Course): Promise<ClassReport> {
  const room = await Room.open(database);
  const seen: Record<string, number> = {};
  const missed: string[] = [];
  try {
    for (let n = 0; n < trials; n++) {
      const { found, wrong } = await tryOnce(tampering, room, seed + n);
      for (const code of new Set(found)) seen[code] = (seen[code] ?? 0) + 1;
      if (wrong !== undefined) missed.push(`${tampering.name} --seed ${seed + n}: ${wrong}`);
    }
  } finally {
    await room.close();
  }
  return { name: tampering.name, trials, caught: trials - missed.length, seen, missed };
}

export interface Tried {
  readonly found: readonly string[];
  readonly wrong?: string;
}

/** The honest twin is judged first, by the same judge on the same scene. */
export async function tryOnce(tampering: TamperClass, room: Room, seed: number): Promise<Tried> {
  const scene = await Scene.set(room, seed);
  await tampering.prepare(scene);
  const before = await tampering.judge.judge(scene);
  if (before.length > 0) return { found: [], wrong: `the honest twin was found to be ${before.join()}` };
  const { did, own = tampering.own } = await tampering.inject(scene);
  const found = await tampering.judge.judge(scene);
  const lacking = own.filter((code) => !found.includes(code));
  if (lacking.length === 0) return { found };
  return { found, wrong: `${did}: ${lacking.join()} not found, but ${[...new Set(found)].join() || 'nothing'}` };
}

/** Histories that nobody tampered with: what was found in them, if anything. */
export async function honestHistories({ trials, seed, database }: Course): Promise<readonly string[]> {
  const room = await Room.open(database);
  const found: string[] = [];
  try {
    for (let n = 0; n < trials; n++) {
      const scene = await Scene.set(room, seed + n);
      await scene.store();
      const codes = [
        ...(await verified(scene, await auditorsBundle(scene, 'kept'), scene.kept)),
        ...(await verified(scene, await addresseesBundle(scene), scene.kept)),
      ];
      if (codes.length > 0) found.push(`honest --seed ${seed + n}: ${codes.join()}`);
    }
  } finally {
    await room.close();
  }
  return found;
}
