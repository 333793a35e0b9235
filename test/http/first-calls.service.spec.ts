import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { LedgerProcess, temporaryHome } from '#libs/testing';

import { codeBlocks, pages, pageText } from '../docs/markdown.js';
import { filesBelow } from '../gates/tree-text.js';

const page = 'docs/running.md';
const own = 'bash test/http/first-calls.service.spec.ts';

/** The block of the page that names this spec, asking this ledger instead of the one at the default address. */
function blockFor(url: string): string {
  const [block] = codeBlocks(page, pageText(page)).filter(({ language }) => language === own);
  return block?.text.replace('http://127.0.0.1:8080', url) ?? '';
}

const run = (script: string): Promise<{ stdout: string }> =>
  promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script]);

describe('the calls that docs/running.md shows', () => {
  let ledger: LedgerProcess;
  beforeAll(async () => {
    ledger = await LedgerProcess.start(temporaryHome());
  });
  afterAll(() => ledger.stop());

  it('record an allegation, a letter and its reply on a new ledger, and show the timeline', async () => {
    const script = blockFor(ledger.url);
    expect(script).toContain(ledger.url);
    // The views are within a second behind; the last call is made again until they show the reply.
    const [, timeline = ''] = /\n(call .*\/timeline")$/.exec(script) ?? [];
    expect(timeline).not.toBe('');
    const { stdout } = await run(
      `${script}\nfor i in $(seq 100); do ${timeline} | grep -q 'Reply received' && break; sleep 0.2; done\n${timeline}`,
    );
    expect(stdout).toContain('"type":"AllegationReceived"');
    expect(stdout).toContain('AL sent to Cambodia');
    expect(stdout).toContain('Reply received: substantive');
  });

  it('and record nothing more when they are made again with the same keys', async () => {
    const size = async () =>
      ((await (await ledger.as('auditor', 'auditor')).get('/v1/events')).json as { statements: [] }).statements.length;
    const before = await size();
    await run(blockFor(ledger.url));
    expect(await size()).toBe(before);
  });

  it('and end with the first that is refused, which says why', async () => {
    const script = blockFor(ledger.url);
    const anew = script.replace('letter-$NUMBER', 'anew-$NUMBER');
    expect(anew).not.toBe(script);
    const refused = run(anew);
    await expect(refused).rejects.toMatchObject({ stdout: expect.stringContaining('"code":"LETTER_ALREADY_SENT"') });
    await expect(refused).rejects.not.toMatchObject({ stdout: expect.stringContaining('ReplyReceived') });
    const astray = script.replace('/dev/tokens', '/dev/none');
    await expect(run(astray)).rejects.not.toMatchObject({ stdout: expect.stringContaining('AllegationReceived') });
  });

  it('and use a number that no other call of the docs or the examples uses', () => {
    const [, serial = ''] = /^NUMBER=(\d+)\//m.exec(blockFor(ledger.url)) ?? [];
    expect(serial).not.toBe('');
    const inExamples = filesBelow('examples').map((name) => `examples/${name}`);
    const others = [...pages, ...inExamples].filter((path) => path !== page);
    const using = others.filter((path) => new RegExp(`\\b${serial}/`).test(readFileSync(path, 'utf8')));
    expect(using).toEqual([]);
  });
});
