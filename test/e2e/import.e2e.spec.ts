import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Caller, LedgerProcess, seedLetter, temporaryHome } from '#libs/testing';

import { eventsOfRow, referencesFile } from './import-files.js';
import { freePort, summaryOf } from './import-run.js';
import { begunCommand, ledgerCommand } from './ledger-command.js';
import { refusingProxy } from './refusing-proxy.js';

interface Line {
  readonly type: string;
  readonly on: string;
  readonly reference: string;
  readonly imported?: true;
}

describe('importing the history before the ledger', () => {
  const home = temporaryHome();
  const folder = join(home, '..');
  let ledger: LedgerProcess;
  let port: string;
  let auditor: Caller;

  const start = async () => {
    ledger = await LedgerProcess.start(home, undefined, { LEDGER_PORT: port });
    auditor = await ledger.as('auditor', 'auditor');
  };
  const env = () => ({ LEDGER_URL: `http://127.0.0.1:${port}` });
  const run = (...args: string[]) => ledgerCommand(['import', ...args, '--json'], env());
  const begin = (...args: string[]) => begunCommand(['import', ...args, '--json'], env());
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const statements = async () => {
    const types = new Map<string, string[]>();
    for (let from: number | null = 0; from !== null;) {
      const page = (await auditor.get(`/v1/events?from=${from}`)).json as {
        statements: { jwt: string }[];
        next: number | null;
      };
      for (const { jwt } of page.statements) {
        const claims = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as {
          sub: string;
          typ: string;
        };
        types.set(claims.sub, [...(types.get(claims.sub) ?? []), claims.typ]);
      }
      from = page.next;
    }
    return types;
  };
  const size = async () => [...(await statements()).values()].flat().length;
  const untilRecorded = async (streams: number) => {
    const letters = async () =>
      [...(await statements()).keys()].filter((name) => name.startsWith('communication-')).length;
    for (let i = 0; i < 600 && (await letters()) < streams; i++) await pause(50);
  };
  const timeline = async (code: string) =>
    ((await auditor.get(`/v1/addressees/${code}/timeline?atLeast=${(await size()) - 1}`)).json as { entries: Line[] })
      .entries;

  beforeAll(async () => {
    port = String(await freePort());
    await start();
  });
  afterAll(() => ledger.stop());

  it('says on a dry run what would be recorded, and records nothing', async () => {
    const before = await size();
    const ended = await ledgerCommand(['import', 'examples/references.csv', '--dry-run'], env());
    expect(ended).toMatchObject({ status: 0, err: '' });
    expect(ended.out).toContain(
      'row 2: UA PHL 7/2012 would record LetterSent, ReplyReceived, ReplyReceived, ResponseWindowElapsed, LetterPublished',
    );
    expect(ended.out).toContain('Would be recorded 7, already there 0, refused 0');
    expect(await size()).toBe(before);
  });

  it('records what the dry run said, each letter in its own words and all of it marked as imported', async () => {
    const foreseen = summaryOf(await run('examples/references.csv', '--dry-run'));
    const ended = await run('examples/references.csv');
    expect(ended).toMatchObject({ status: 0, err: '' });
    expect(summaryOf(ended)).toMatchObject({ ended: 'complete', recorded: 7, refused: 0, events: foreseen.events });
    const lines = await timeline('PHL');
    expect(lines.map(({ type, on }) => `${on} ${type}`)).toEqual([
      '2012-05-03 LetterSent',
      '2012-06-01 ReplyReceived',
      '2012-06-03 ResponseWindowElapsed',
      '2012-08-20 ReplyReceived',
      '2012-09 LetterPublished',
    ]);
    expect(lines.every(({ imported }) => imported)).toBe(true);
  });

  it('says imported in the timeline that people read, and nothing else of it as if it were late', async () => {
    const { out } = await ledgerCommand(['timeline', 'THA'], env());
    expect(out).toContain('AL sent to Thailand (imported)');
    expect(out).not.toContain('later)');
  });

  it('leaves the clock and the reminders nothing of what was over before', async () => {
    await pause(2500);
    const clerk = await ledger.as('clerk', 'mandate_clerk');
    const due = (await clerk.get('/v1/obligations')).json as { items: { kind: string }[] };
    expect(due.items.filter(({ kind }) => kind === 'reply')).toEqual([]);
    expect(summaryOf(await run('examples/references.csv')).alreadyThere).toBe(7);
    const all = [...(await statements())].filter(([name]) => name.startsWith('communication-'));
    expect(all.flatMap(([, types]) => types)).toHaveLength(24);
  });

  it('counts a reply to two letters once', async () => {
    const answered = async (at: string) =>
      (
        (await auditor.get(`/v1/communications/${at}`)).json as {
          thread: { type: string; eventId: string; facts: { sameReplyAs?: string } }[];
        }
      ).thread.find(({ type }) => type === 'ReplyReceived');
    const [first, second] = [await answered('THA/3/2022'), await answered('VNM/2/2022')];
    expect(second?.facts.sameReplyAs).toBe(first?.eventId);
  });

  it('adds nothing when it is run again, also by somebody else', async () => {
    const before = await size();
    for (const more of [[], ['--as', 'somebody.else'], ['--dry-run']]) {
      const again = await run('examples/references.csv', ...more);
      expect(again.status).toBe(0);
      expect(summaryOf(again)).toMatchObject({ recorded: 0, alreadyThere: 7, refused: 0 });
    }
    expect(await size()).toBe(before);
  });

  it('waits when a server before the ledger says that it does not reach it', async () => {
    const path = file('proxied.csv', referencesFile(8).replaceAll('KHM', 'CHL').replaceAll('2012', '2011'));
    const proxy = await refusingProxy(ledger.url, 20);
    const ended = await ledgerCommand(['import', path, '--json'], { LEDGER_URL: proxy.url });
    await proxy.close();
    expect(ended).toMatchObject({ status: 0, err: '' });
    expect(summaryOf(ended)).toMatchObject({ ended: 'complete', recorded: 8, refused: 0 });
    expect(proxy.refused()).toBe(20);
  });

  it('refuses rows by row and column and goes on with the others; with --strict it stops', async () => {
    const heading = 'reference,date,mandates,subject,replies,publication_clause';
    const rows = [
      'AL BRA 90/2013,05/03/2013,Special Rapporteur on torture,Alleged ill-treatment,,',
      'AL THA 3/2022,2022-02-07,Special Rapporteur on trafficking in persons,Another subject,,within 60 days',
      'AL XXX 1/2013,2013-05-03,Special Rapporteur on torture,Alleged ill-treatment,,',
      'AL BRA 91/2013,2013-05-03,Special Rapporteur on torture,Alleged ill-treatment,2013-05-01 substantive,',
      'AL BRA 92/2013,2013-05-03,Special Rapporteur on torture,Alleged ill-treatment,,',
    ];
    const path = file('faulty.csv', [heading, ...rows].join('\n'));
    const strict = await run(path, '--strict', '--dry-run');
    expect(strict.status).toBe(1);
    expect(summaryOf(strict)).toMatchObject({ ended: 'refusal' });
    const ended = await run(path);
    expect(ended.status).toBe(1);
    const { errors, ...summary } = summaryOf(ended);
    expect(summary).toMatchObject({ ended: 'complete', entries: 5, recorded: 1, refused: 4 });
    const places = errors.map(({ row, column, code }) => `${row} ${column} ${code}`).sort();
    expect(places).toEqual([
      '2 date DATE_INVALID',
      '3 language LETTER_ALREADY_SENT',
      '3 reply_asked_by LETTER_ALREADY_SENT',
      '3 subject LETTER_ALREADY_SENT',
      '3 themes LETTER_ALREADY_SENT',
      '4 reference ADDRESSEE_UNKNOWN',
      '5 replies DATE_BEFORE_LETTER',
    ]);
  });

  it('takes a folder of letters as text, and refuses the one that names a person', async () => {
    const letters = join(folder, 'letters');
    mkdirSync(letters);
    const { text } = seedLetter();
    writeFileSync(join(letters, 'a.txt'), text);
    writeFileSync(join(letters, 'b.txt'), 'No letter at all.');
    const naming = text
      .replace('KHM 1/2025', 'KHM 3/2025')
      .replace(/^(\s*)1\.\s/mu, '$11. Please say where Mr. Ivan Example is held. ');
    writeFileSync(join(folder, 'elsewhere.txt'), naming);
    symlinkSync(join(folder, 'elsewhere.txt'), join(letters, 'c.txt'));
    symlinkSync(join(folder, 'gone.txt'), join(letters, 'd.txt'));
    const ended = await run(letters);
    expect(ended.status).toBe(1);
    const { errors, ...summary } = summaryOf(ended);
    expect(summary).toMatchObject({
      recorded: 1,
      refused: 3,
      events: { LetterSent: 1, ConfidentialityWindowElapsed: 1 },
    });
    expect(errors.map(({ file: name, code }) => `${name} ${code}`)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^b\.txt LETTER_/u),
        'c.txt NAME_UNMARKED',
        'd.txt LETTER_UNREADABLE',
      ]),
    );
    expect(summaryOf(await run(letters))).toMatchObject({ recorded: 0, alreadyThere: 1, refused: 3 });
    expect((await timeline('KHM')).map(({ type, on, imported }) => [type, on, imported])).toEqual([
      ['LetterSent', '2025-03-10', true],
      ['ConfidentialityWindowElapsed', '2025-05-10', true],
    ]);
  });

  it('ends with 2 where there is nothing to import', async () => {
    expect((await run(join(folder, 'none.csv'))).status).toBe(2);
    expect((await run(file('other.csv', 'a,b\n1,2\n'))).status).toBe(2);
  });

  describe('of many letters', () => {
    const rows = 1500;
    let path: string;
    const own = async () =>
      [...(await statements())].filter(
        ([name]) => name.startsWith('communication-') && name.endsWith('-2012') && name !== 'communication-PHL-7-2012',
      );
    const wholeRows = async () => {
      const found = await own();
      for (const [, types] of found)
        expect(types.filter((type) => !type.endsWith('WindowElapsed'))).toEqual(eventsOfRow);
      return found.length;
    };

    beforeAll(() => {
      path = file('many.csv', referencesFile(rows).replaceAll('AL PHL', 'AL LAO'));
    });

    it('finishes what is under way when it is interrupted, and says how far it came', async () => {
      const before = await own();
      const { child, ended } = begin(path);
      await untilRecorded(before.length + 60);
      child.kill('SIGINT');
      const result = await ended;
      const summary = summaryOf(result);
      expect(result.status).toBe(1);
      expect(summary.ended).toBe('interrupted');
      expect(summary.recorded).toBe(summary.entries);
      expect(await wholeRows()).toBe(summary.recorded);
      expect(summary.recorded).toBeLessThan(rows);
    });

    it('leaves whole letters only when it is killed, and goes on where it was', async () => {
      const { child, ended } = begin(path);
      await untilRecorded((await own()).length + 90);
      child.kill('SIGKILL');
      await ended;
      const left = await wholeRows();
      expect(left).toBeLessThan(rows);
    });

    it('waits for a ledger that is killed and started again in the middle, and records every row once', async () => {
      const { ended } = begin(path);
      await untilRecorded((await own()).length + 40);
      expect((await own()).length).toBeLessThan(rows);
      await ledger.kill();
      await pause(500);
      await start();
      const result = await ended;
      const errors = /"errors":\[[^\]]*\]/u.exec(result.out)?.[0];
      expect({ ...result, out: errors }).toEqual({ status: 0, out: '"errors":[]', err: '' });
      const { recorded, alreadyThere } = summaryOf(result);
      expect(recorded + alreadyThere).toBe(rows);
      expect(await wholeRows()).toBe(rows);
    });

    it('adds nothing when it is run to its end again', async () => {
      const before = await size();
      expect(summaryOf(await run(path))).toMatchObject({
        ended: 'complete',
        recorded: 0,
        alreadyThere: rows,
        refused: 0,
      });
      expect(await size()).toBe(before);
    });

    it('ends with 3 when the ledger stays away', async () => {
      const { ended } = begin(
        file('more.csv', referencesFile(3000).replaceAll('/2012,', '/2014,').replaceAll('2012-', '2014-')),
        '--wait',
        '1',
      );
      await untilRecorded(
        [...(await statements()).keys()].filter((name) => name.startsWith('communication-')).length + 20,
      );
      await ledger.kill();
      const result = await ended;
      expect(result.status).toBe(3);
      expect(summaryOf(result)).toMatchObject({ ended: 'unavailable', error: { code: 'LEDGER_UNREACHABLE' } });
      await start();
    });
  });
});
