import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from '@jest/globals';

import { type Caller, LedgerProcess, temporaryHome } from '#libs/testing';

import { allegationBody } from './allegation-body.js';
import { checkpointAfter, staffOf } from './answers.js';
import { audit, codesIn } from './audit-command.js';

const folder = mkdtempSync(join(tmpdir(), 'auditor-restart-'));
const at = (name: string): string => join(folder, name);

describe('a watch of a ledger, started again after the ledger was put back from an old copy meanwhile', () => {
  const [home, copy] = [temporaryHome(), temporaryHome()];
  let ledger: LedgerProcess | undefined;
  const start = async (from: string): Promise<Caller> => {
    ledger = await LedgerProcess.start(from);
    return staffOf(ledger, 'desk.one');
  };
  const stop = async (): Promise<void> => {
    await ledger?.stop();
    ledger = undefined;
  };
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });

  /** Records so many allegations, and waits until the checkpoint that auditors see covers them. */
  const record = async (staff: Caller, count: number): Promise<void> => {
    for (let n = 1; n < count; n++) await staff.post('/v1/allegations', allegationBody());
    await checkpointAfter(staff, await staff.post('/v1/allegations', allegationBody()));
  };
  const watched = (keep: string) =>
    audit(
      ...['watch', ledger?.url ?? '', '--trust', at('trust.json')],
      ...['--keep', at(keep), '--every', '1', '--times', '1'],
    );

  it('finds nothing as long as the ledger only grew, and then that its tail is gone, or is another one', async () => {
    const founded = await start(home);
    writeFileSync(at('trust.json'), (await founded.get('/trust')).text);
    await record(founded, 1);
    await stop();
    // With its owners: the database's files are those of its own user.
    execFileSync('cp', ['-a', home, copy]);

    // Given a watch that saw the ledger, and again when it had grown
    const grown = await start(home);
    const first = await watched('kept');
    expect(first).toMatchObject({ status: 0, json: { resumedFrom: null, findings: [] } });
    await record(grown, 2);
    const second = await watched('kept');
    expect(second).toMatchObject({ status: 0, json: { resumedFrom: first.json['size'], findings: [] } });
    expect(Number(second.json['size'])).toBeGreaterThan(Number(first.json['size']));
    await stop();

    // When the old copy is served in its place, then the tail is missed
    const put = await start(copy);
    const cut = await watched('kept');
    expect([cut.status, codesIn(cut)]).toEqual([1, ['CONSISTENCY']]);
    expect(cut.json.findings[0]?.detail).toContain(`has signed ${String(second.json['size'])} before`);

    // And when it has gone on by itself, then it is another history
    await record(put, 4);
    const other = await watched('kept');
    expect([other.status, codesIn(other)]).toEqual([1, ['CONSISTENCY']]);
    expect(other.json.findings[0]?.detail).toContain(`does not continue the one of ${String(second.json['size'])}`);
    // Who was not looking before sees nothing: the copy is a sound ledger in itself
    expect(await watched('another')).toMatchObject({ status: 0, json: { resumedFrom: null, findings: [] } });
  }, 240_000);
});
