import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Entry, type EventStore, openEventStore, pageSize } from '#libs/event-store';
import { recordedEvent } from '#libs/integrity';
import { letterSentFrom, readLetter } from '#libs/letters';
import { freshDatabase, KurrentDouble, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { RegistryProcess } from './registry-process.js';

const letters = 16;
const addressOf = (serial: number): string => `/v1/communications/KHM/${serial}/2025`;
const letter = letterSentFrom(readLetter(seedLetter().text), { restsOn: 'public_reports', documents: [] });

interface Answered {
  readonly status: number;
  readonly text: string;
}

describe.each(['PostgreSQL', 'KurrentDB'])(
  'two registries on one %s, killed in turn while both are written to',
  (kind) => {
    const home = temporaryHome();
    const registries: RegistryProcess[] = [];
    let env: Record<string, string>;
    let double: KurrentDouble | undefined;
    let store: EventStore;
    beforeAll(async () => {
      double = kind === 'KurrentDB' ? await KurrentDouble.start() : undefined;
      env = {
        EVENT_INDEX_URL: await freshDatabase('index'),
        EVENT_STORE_URL: double?.url ?? (await freshDatabase('two')),
      };
      for (const name of ['VIEWS_URL', 'KEY_STORE_URL']) env[name] = await freshDatabase('two');
      const founding = await LedgerProcess.start(home, '2025-03-12T09:00:00Z', env);
      await founding.stop();
      // Letters of 10 March whose 60 days are over by then, so that both clocks record the same silence.
      Object.assign(env, {
        LEDGER_HOME: home,
        LEDGER_TEST_CLOCK: '2025-05-12T08:00:00Z',
        NOTARY_URL: 'http://127.0.0.1:1',
      });
      for (let n = 0; n < 2; n++) registries.push(await RegistryProcess.start(env));
      store = await openEventStore(env['EVENT_STORE_URL'] ?? '', { indexUrl: env['EVENT_INDEX_URL'] });
    });
    afterAll(async () => {
      for (const registry of registries) await registry.kill();
      await store.close();
      await double?.stop();
    });

    /** The same request under the same key, to one registry or the other, until somebody answers. */
    async function insist(serial: number): Promise<Answered> {
      for (let n = serial; ; n++) {
        const answer = await registries[n % 2]?.put(addressOf(serial), letter, `letter-${serial}`);
        if (answer !== undefined && answer.status < 500) return answer;
        await pause(50);
      }
    }

    async function everything(): Promise<Entry[]> {
      const all: Entry[] = [];
      for (let page = await store.read(0, pageSize); page.length > 0; page = await store.read(all.length, pageSize)) {
        all.push(...page);
      }
      return all;
    }

    it('loses nothing, records nothing twice, and each silence once', async () => {
      const answering = Promise.all(Array.from({ length: letters }, (_, n) => insist(n + 1)));
      for (const victim of [0, 1, 0]) {
        await pause(300);
        await registries[victim]?.kill();
        registries[victim] = await RegistryProcess.start(env);
      }
      const answers = await answering;
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
      // Each answers the repeated request as it was answered the first time, whoever that was.
      for (let serial = 1; serial <= letters; serial++) {
        const texts = [];
        for (const registry of registries)
          texts.push((await registry.put(addressOf(serial), letter, `letter-${serial}`))?.text);
        expect(texts).toEqual([answers[serial - 1]?.text, answers[serial - 1]?.text]);
      }
      const count = (type: string, all: readonly Entry[]): number =>
        all.filter(({ position, payload }) => recordedEvent(position, payload).type === type).length;
      const silences = ['ResponseWindowElapsed', 'ConfidentialityWindowElapsed'];
      const complete = (all: readonly Entry[]): boolean => silences.every((type) => count(type, all) >= letters);
      let all = await everything();
      for (let waited = 0; !complete(all) && waited < 20_000; waited += 250) {
        await pause(250);
        all = await everything();
      }
      await pause(2500);
      all = await everything();
      expect(['LetterSent', ...silences].map((type) => count(type, all))).toEqual([letters, letters, letters]);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(new Set(all.map(({ stream, revision }) => `${stream} ${revision}`)).size).toBe(all.length);
    }, 180_000);
  },
);
