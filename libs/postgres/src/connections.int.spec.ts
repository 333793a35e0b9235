import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, runSql } from '#libs/testing';
import { Connections, type ConnectionsOptions } from './connections.js';

let url: string;
const opened: Connections[] = [];
beforeAll(async () => {
  url = await freshDatabase('connections');
  await runSql(url, 'CREATE TABLE note (text text)');
});
afterAll(() => Promise.all(opened.map((connections) => connections.close())));

const open = (options: Partial<ConnectionsOptions> = {}): Connections => {
  const connections = new Connections(url, {
    max: 2,
    answerWithin: 5000,
    errorOf: (error) => error as Error,
    ...options,
  });
  opened.push(connections);
  return connections;
};
const notes = async (): Promise<unknown[]> => (await runSql(url, 'SELECT text FROM note')).map(({ text }) => text);
const endOthers = (): Promise<unknown> =>
  runSql(
    url,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );

describe('a transaction whose session is ended', () => {
  it.each(['while it waits', 'between two statements'])(
    'leaves nothing behind, records nothing outside itself, and fails when that is %s',
    async (when) => {
      const connections = open();
      const broken = connections.transaction(async (sql) => {
        await sql`INSERT INTO note VALUES ('first')`;
        if (when === 'while it waits') await Promise.all([sql`SELECT pg_sleep(10)`, pause(200).then(endOthers)]);
        else await endOthers().then(() => pause(100));
        await sql`INSERT INTO note VALUES ('second')`;
      });
      await expect(broken).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|CONNECTION_|ECONNRESET)/) });
      expect(await notes()).toEqual([]);
      await connections.transaction((sql) => sql`INSERT INTO note VALUES ('after')`);
      expect(await notes()).toEqual(['after']);
      await runSql(url, 'DELETE FROM note');
    },
  );

  it('is refused even the statements that its author sends on without looking', async () => {
    const outcomes: string[] = [];
    const connections = open();
    const note = (outcome: string) => (): void => void outcomes.push(outcome);
    await connections
      .transaction(async (sql) => {
        await endOthers();
        for (let n = 0; n < 5; n++) {
          await pause(20);
          await sql`INSERT INTO note VALUES ('stray')`.then(note('done'), note('refused'));
        }
      })
      .catch(() => undefined);
    await pause(200);
    expect(outcomes).not.toContain('done');
    expect(await notes()).toEqual([]);
  });
});

describe('transactions side by side', () => {
  it('have a session each, never more than allowed, and undo themselves when their work fails', async () => {
    const connections = open({ max: 2 });
    const pids = await Promise.all(
      Array.from({ length: 6 }, () =>
        connections.transaction(async (sql) => {
          await sql`INSERT INTO note VALUES ('undone')`;
          const [row] = await sql`SELECT pg_backend_pid() AS pid FROM pg_sleep(0.05)`;
          return Number(row?.['pid']);
        }),
      ),
    );
    expect(new Set(pids).size).toBeLessThanOrEqual(2);
    expect(await notes()).toHaveLength(6);
    await runSql(url, 'DELETE FROM note');
    const refused = connections.transaction(async (sql) => {
      await sql`INSERT INTO note VALUES ('undone')`;
      await sql`SELECT 1 / 0`;
    });
    await expect(refused).rejects.toMatchObject({ code: '22012' });
    expect(await notes()).toEqual([]);
  });
});

describe('a question nobody answers', () => {
  it('is given up in time, and the next one is asked anew', async () => {
    const connections = open({ answerWithin: 300 });
    await expect(connections.ask((sql) => sql`SELECT pg_sleep(5)`)).rejects.toMatchObject({ code: 'NO_ANSWER' });
    expect([...(await connections.ask((sql) => sql`SELECT 1 AS one`))]).toEqual([{ one: 1 }]);
    await expect(connections.transaction((sql) => sql`SELECT pg_sleep(5)`)).rejects.toMatchObject({
      code: 'NO_ANSWER',
    });
    expect(await connections.transaction((sql) => sql`SELECT 2 AS two`)).toHaveLength(1);
  });

  it('cannot be asked once the connections are closed', async () => {
    const connections = open();
    await connections.close();
    await expect(connections.ask((sql) => sql`SELECT 1`)).rejects.toMatchObject({ code: 'CONNECTION_ENDED' });
  });
});
