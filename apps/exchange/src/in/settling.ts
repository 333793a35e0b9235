import { setTimeout as pause } from 'node:timers/promises';

import type { ReceivedMessage } from '#libs/kafka';
import { errorTable, LedgerError } from '#libs/ledger';

import type { RegistryDoor } from './registry-door.js';
import { submissionOf } from './submission.js';
import { type Verdict, verdictOn } from './verdict.js';

/** How often a registry that fails on a message is asked again before the message is put aside. */
const attempts = 4;
const [first, longest] = [100, 2000];

/** Whoever waits for a verdict says in between that it is alive, and is told whether there is still a point in it. */
export interface Waiting {
  /** Throws when there is none. */
  goOn(): Promise<void>;
  /** What keeps the verdict from coming. */
  say(reason: string): void;
}

/**
 * Waits as long as it takes until the registry has said what becomes of a message: neither an outage of the registry nor of its database
 * loses one. A message on which the registry fails again and again is put aside, so that others go on.
 */
export async function settle(
  door: RegistryDoor,
  agency: string,
  message: ReceivedMessage,
  waiting: Waiting,
): Promise<Verdict> {
  const submission = submissionOf(agency, message);
  if ('outcome' in submission) return submission;
  for (let [delay, failures] = [first, 0]; ; delay = Math.min(2 * delay, longest)) {
    try {
      return await door.hand(submission);
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      if (error.code === 'INTERNAL' && ++failures === attempts) return failed;
      waiting.say(error.message);
    }
    await pause(delay);
    await waiting.goOn();
  }
}

const failed = verdictOn({ code: 'INTERNAL', title: errorTable.INTERNAL.title, errors: [] });
