import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { LedgerError } from '#libs/ledger';
import type { Answer, Caller, LedgerProcess } from '#libs/testing';

export interface Recorded {
  readonly eventId: string;
  readonly type: string;
  readonly position: number;
}
/** The events a write answered with. */
export const recordedIn = ({ json }: Answer): readonly Recorded[] => (json as { events: Recorded[] }).events;
export const idOf = (answer: Answer, type: string): string =>
  recordedIn(answer).find((event) => event.type === type)?.eventId ?? '';

export interface Entries {
  readonly entries: readonly {
    readonly type: string;
    readonly on: string;
    readonly reference?: string;
    readonly position: number;
  }[];
}
export const typesOf = ({ json }: Answer): string[] => (json as Entries).entries.map(({ type }) => type);

/**
 * Waits until the clock has told of so many ended windows of an addressee's letters: of letters whose windows were over long ago it tells
 * some time after they were recorded, and whoever counts what is recorded must not count in between.
 */
export async function windowsEnded(reader: Caller, code: string, ends: number): Promise<void> {
  const types = async (): Promise<string[]> => {
    const answer = await reader.get(`/v1/addressees/${code}/audit-trail`);
    return answer.status === 200 ? typesOf(answer) : [];
  };
  while ((await types()).filter((type) => type.endsWith('WindowElapsed')).length < ends) await pause(100);
}

/** How many statements a checkpoint covers. */
export const sizeOf = (checkpoint: string): number => Number(checkpoint.split('\n')[1]);

/** The checkpoint that a reader gets, once it covers all that an answer says was recorded: it is up to a second behind. */
export async function checkpointAfter(reader: Caller, answer: Answer): Promise<string> {
  const last = Math.max(...recordedIn(answer).map(({ position }) => position));
  for (;;) {
    const { text } = await reader.get('/checkpoint');
    if (sizeOf(text) > last) return text;
    await pause(50);
  }
}

/** Someone of the registry who may do everything but open and erase. */
export function staffOf(ledger: LedgerProcess, subject: string): Promise<Caller> {
  return ledger.as(subject, 'intake_officer', 'mandate_clerk', 'dispatcher', 'redactor', 'publisher', 'reply_analyst');
}

/** Paths below the folder of the files that hold the text. */
export function filesWith(folder: string, text: string): string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = names.map((entry) => join(entry.parentPath, entry.name));
  return paths.filter((path) => readFileSync(path).includes(text)).map((path) => path.slice(folder.length + 1));
}

/** The id of a request to open fields that one focal point made and another approved. */
export async function approvedAccess(
  ledger: LedgerProcess,
  { event, paths, purpose }: { readonly event: string; readonly paths: readonly string[]; readonly purpose: string },
): Promise<string> {
  const [first, second] = [
    await ledger.as('focal.one', 'protection_focal_point'),
    await ledger.as('focal.two', 'protection_focal_point'),
  ];
  const on = '2025-06-20';
  const request = idOf(
    await first.post('/v1/access-requests', { on, purpose, opening: { event, paths } }),
    'AccessRequested',
  );
  const approval = { on, request };
  const own = await first.post('/v1/access-requests/approvals', approval);
  if (own.status !== 403) throw new LedgerError('INTERNAL', 'one person approved their own request');
  await second.post('/v1/access-requests/approvals', approval);
  return request;
}
