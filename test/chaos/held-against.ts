import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Entry, openPostgresEventStore } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import type { WritingProcess } from './writing-process.js';

/** Everything recorded, read by a store of its own once the server answers. */
export async function everything(url: string): Promise<Entry[]> {
  for (let tries = 0; ; tries++) {
    try {
      const store = await openPostgresEventStore(url, { as: 'reader' });
      const all: Entry[] = [];
      for (let page: Entry[] = [], first = true; first || page.length > 0; first = false) {
        page = await store.read(all.length, 1000);
        all.push(...page);
      }
      await store.close();
      return all;
    } catch (error) {
      if (tries === 100) throw error;
      await pause(200);
    }
  }
}

/** Positions, revisions, ids and times of the ledger, and what the follower saw of it. */
export function faultsOf(all: readonly Entry[], seen: readonly Entry[]): string[] {
  const faults: string[] = [];
  const revisions = new Map<string, number>();
  const ids = new Set<string>();
  let time = '';
  for (const [index, entry] of all.entries()) {
    const event = recordedEvent(entry.position, entry.payload);
    const revision = revisions.get(entry.stream) ?? 0;
    revisions.set(entry.stream, revision + 1);
    if (entry.position !== index) faults.push(`position ${entry.position} stands at place ${index}`);
    if (entry.revision !== revision) faults.push(`${entry.stream} has ${entry.revision} where ${revision} was due`);
    if (ids.has(entry.id)) faults.push(`${entry.id} was recorded twice`);
    if (event.time < time) faults.push(`position ${index} was recorded before the one before it`);
    ids.add(entry.id);
    time = event.time;
  }
  const order = (entries: readonly Entry[]): string => entries.map(({ position, id }) => `${position} ${id}`).join();
  if (order(seen) !== order(all))
    faults.push(`the follower saw ${seen.length} of ${all.length}, or others, or in another order`);
  return faults;
}

/** What a writer's callers were told and is not so. */
export function brokenWords(all: readonly Entry[], { acknowledged, contradictions, name }: WritingProcess): string[] {
  const faults = contradictions.map((line) => `${name} was told two things: ${line}`);
  for (const [key, position] of acknowledged)
    if (all[position]?.id !== sampleId(`${name} ${key}`)) faults.push(`${name} ${key} is not at ${position}`);
  return faults;
}

/** The same as the writer process makes of it; that module itself is for specs only. */
function sampleId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
