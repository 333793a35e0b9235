import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { LedgerProcess, temporaryHome } from '#libs/testing';

import { codeBlocks, pageText } from '../docs/markdown.js';
import { ledgerCommand } from './ledger-command.js';

interface Step {
  readonly file: string;
  readonly as: string;
}

const page = 'docs/press-releases.md';
const ofPage = 'bash test/e2e/example-files.e2e.spec.ts';

const zeros = '00000000-0000-8000-8000-000000000000';

/** The files of the table in examples/README.md in its order, and who records each. */
function stepsOf(page: string): Step[] {
  const rows = [...page.matchAll(/^\| \d+ \| `([\w.-]+)`[^|]*\|([^|]*\|[^|]*)\|$/gm)];
  return rows.map(([, file = '', said = '']) => ({ file, as: /--as ([\w.]+)/.exec(said)?.[1] ?? 'first.person' }));
}

describe('the files in examples/, recorded in the order that their page gives', () => {
  let ledger: LedgerProcess;
  const folder = mkdtempSync(join(tmpdir(), 'ledger-examples-'));
  beforeAll(async () => {
    cpSync('examples', folder, { recursive: true });
    ledger = await LedgerProcess.start(temporaryHome());
  }, 120_000);
  afterAll(async () => {
    await ledger.stop();
    rmSync(folder, { recursive: true });
  });

  const asked = (...args: string[]) => ledgerCommand(args, { LEDGER_URL: ledger.url });
  /** Ids of what was recorded, by the member of a record that names it. */
  const ids = new Map<string, string>();

  async function recorded({ file, as }: Step): Promise<string> {
    const path = join(folder, file);
    const { status, out, err } = await asked('record', path, '--yes', '--json', '--as', as);
    expect({ file, status, err }).toEqual({ file, status: 0, err: '' });
    const { events } = JSON.parse(out) as { events: { type: string; eventId: string }[] };
    if (file === 'reply.json') ids.set('reply', events[0]?.eventId ?? '');
    return events[0]?.type ?? '';
  }

  async function refusedAsYet(file: string, of: string): Promise<void> {
    const { status, err } = await asked('record', join(folder, file));
    expect({ status, err }).toEqual({ status: 1, err: expect.stringMatching(/^REDACTION_NOT_APPROVED: /) });
    expect(err).toContain(`letter or reply has been approved: ${of}: one person records a RedactionProposed`);
  }

  it('are a whole life: the letter, its reply and their publication, and what comes of it', async () => {
    const types: string[] = [];
    for (const step of stepsOf(readFileSync(join(folder, 'README.md'), 'utf8'))) {
      if (step.file === 'redaction.json') await refusedAsYet('publication.json', 'none of the letter');
      if (step.file === 'reply-redaction.json') await refusedAsYet('reply-publication.json', 'none of this reply');
      types.push(await recorded(step));
    }
    expect(types).toEqual([
      ...['AllegationReceived', 'LetterSent', 'AllegationLinked', 'DispatchConfirmed', 'ReplyReceived'],
      ...['RedactionProposed', 'RedactionApproved', 'LetterPublished'],
      ...['RedactionProposed', 'RedactionApproved', 'ReplyPublished'],
      ...['PressReleaseIssued', 'FollowUpRecorded'],
    ]);
    const timeline = (await asked('timeline', 'KHM')).out;
    for (const said of ['Letter published', 'Reply published', 'Press release: Experts', 'Follow-up recorded'])
      expect(timeline).toContain(said);
  }, 180_000);

  it('are what docs/press-releases.md shows: its calls record the release and the follow-up, and its record is the example’s', () => {
    const blocks = codeBlocks(page, pageText(page));
    const [calls] = blocks.filter(({ language }) => language === ofPage);
    const said = execFileSync('bash', ['-euo', 'pipefail', '-c', calls?.text ?? 'false'], {
      ...{ encoding: 'utf8', env: { ...process.env, LEDGER_URL: ledger.url } },
    });
    expect(said.match(/^What: +(?:PressReleaseIssued|FollowUpRecorded)$/gmu)).toHaveLength(2);
    expect(said).toContain('Press release: Experts alarmed');
    const [shown] = blocks.filter(({ language }) => language === 'json');
    const example = JSON.parse(readFileSync('examples/press-release.json', 'utf8')) as object;
    expect(JSON.parse(shown?.text ?? '')).toMatchObject(example);
  }, 60_000);

  it('call an allegation or a reply “only” as long as no other can be meant, and mean the same when they are recorded again', async () => {
    const again = await asked('record', join(folder, 'link.json'), '--as', 'first.person');
    expect(again.out).toMatch(/^Already on record since /u);
    const other = join(folder, 'other-allegation.json');
    writeFileSync(
      other,
      readFileSync(join(folder, 'allegation.json'), 'utf8').replace(/"on": "[^"]*"/u, '"on": "2025-02-02"'),
    );
    expect(await asked('record', other, '--as', 'first.person')).toMatchObject({ status: 0 });
    const link = JSON.parse(readFileSync(join(folder, 'link.json'), 'utf8')) as { data: object };
    const linked = join(folder, 'other-link.json');
    writeFileSync(linked, JSON.stringify({ ...link, data: { ...link.data, on: '2025-03-11' } }));
    expect(await asked('record', linked, '--as', 'first.person')).toMatchObject({
      ...{ status: 1, err: expect.stringMatching(/^ALLEGATION_UNKNOWN: .*: 2 stand behind no other letter/u) },
    });
    const translated = {
      type: 'ReplyTranslated',
      reply: 'only',
      reference: 'LAO 1/2025',
      data: { on: '2025-07-01', language: 'fr' },
    };
    writeFileSync(join(folder, 'of-none.json'), JSON.stringify(translated));
    expect((await asked('record', join(folder, 'of-none.json'))).status).toBe(1);
  }, 60_000);

  it('of two redactions that are on record each approval takes its own: that of the reply it names, or the letter’s', async () => {
    const first = { as: 'first.person' };
    for (const [name, reply] of [['of-reply', true] as const, ['of-letter', false] as const])
      writeFileSync(
        join(folder, `${name}.json`),
        JSON.stringify({
          ...{ type: 'RedactionProposed', reference: 'KHM 1/2025', data: { on: '2025-07-10' } },
          ...(reply ? { reply: ids.get('reply') } : {}),
          documents: [{ path: 'reply.txt', mediaType: 'text/plain' }],
        }),
      );
    await recorded({ file: 'of-letter.json', ...first });
    await recorded({ file: 'of-reply.json', ...first });
    const approval = { type: 'RedactionApproved', reference: 'KHM 1/2025', data: { on: '2025-07-11' } };
    const approve = async (name: string, content: object) => {
      writeFileSync(join(folder, name), JSON.stringify(content));
      return recorded({ file: name, as: 'second.person' });
    };
    expect(await approve('approve-letter.json', approval)).toBe('RedactionApproved');
    expect(await approve('approve-reply.json', { ...approval, reply: ids.get('reply') })).toBe('RedactionApproved');
  }, 60_000);

  it('are not the only ones: a record of each type is printed to fill in, and may be recorded as it is', async () => {
    for (const type of ['AllegationReceived', 'FollowUpRecorded', 'ReminderSent']) {
      const printed = await asked('record', '--example', type);
      expect({ type, status: printed.status, err: printed.err }).toEqual({ type, status: 0, err: '' });
      writeFileSync(join(folder, `${type}.json`), printed.out);
      expect(await recorded({ file: `${type}.json`, as: 'first.person' })).toBe(type);
    }
  }, 60_000);

  it('are refused where a reply is named that is none to the letter', async () => {
    const data = { on: '2025-07-01', reason: 'asked_by_addressee' };
    writeFileSync(
      join(folder, 'other.json'),
      JSON.stringify({ type: 'ReplyWithheld', reference: 'KHM 1/2025', reply: zeros, data }),
    );
    expect(await asked('record', join(folder, 'other.json'))).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^REPLY_UNKNOWN: .*reply: not one to this letter$/m),
    });
  });
});
