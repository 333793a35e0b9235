import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { LedgerProcess, temporaryHome } from '#libs/testing';

const parts = ['apps', 'libs', 'test', '.prettierrc.json', '.swcrc', 'jest.config.js', 'package.json', 'tsconfig.json'];

interface Ran {
  readonly status: number;
  readonly said: string;
}

describe('npm run new:event, in a copy of this tree', () => {
  const copy = mkdtempSync(join(tmpdir(), 'ledger-recipe-'));
  const nodeIn = (more: Record<string, string>, ...args: string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const options = { cwd: copy, maxBuffer: 64 * 1024 * 1024, env: { ...process.env, ...more } };
      execFile(process.execPath, args, options, (fault, stdout, stderr) =>
        resolve({ status: Number(fault?.code ?? 0), said: stdout + stderr }),
      );
    });
  const node = (...args: string[]) => nodeIn({}, ...args);
  const build = () =>
    node('node_modules/@swc/cli/bin/swc.js', 'apps', 'libs', '-d', 'dist', '--ignore', '**/*.spec.ts', '--quiet');
  const newEvent = (...args: string[]) => node('test/recipe/new-event.js', ...args);
  const jestArgs = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--verbose'];
  const jest = (...specs: string[]) => node(...jestArgs, ...specs);
  const failing = ({ said }: Ran): string[] =>
    [...said.matchAll(/✕ (.*?)(?: \(\d+ ms\))?$/gm)].map(([, title]) => title ?? '');
  const events = () =>
    (JSON.parse(readFileSync(join(copy, 'test/vectors/events.json'), 'utf8')) as { events: object[] }).events;

  beforeAll(() => {
    for (const part of parts) cpSync(part, join(copy, part), { recursive: true });
    symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'), 'dir');
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it('says how it is called when it is called otherwise', async () => {
    for (const args of [[], ['allegation'], ['allegation', 'offered'], ['complaint', 'MediationOffered']])
      expect(await newEvent(...args)).toEqual({ status: 2, said: expect.stringContaining('npm run new:event <') });
    expect(await newEvent('access', 'RecordsCopied')).toEqual({
      status: 2,
      said: expect.stringContaining('no pattern'),
    });
    expect(await newEvent('ledger-keys', 'KeyLost')).toEqual({
      status: 2,
      said: expect.stringContaining('stored format'),
    });
    expect(await newEvent('allegation', 'AllegationClosed')).toEqual({
      status: 2,
      said: expect.stringContaining('There is AllegationClosed already'),
    });
  });

  it('writes what compiles, for every aggregate it knows', async () => {
    const names = {
      allegation: 'MediationOffered',
      communication: 'LetterAcknowledged',
      'press-release': 'StatementCited',
    };
    const others = { 'follow-up': 'VisitCancelled', subject: 'ContactLost' };
    const acts = { handling: 'CaseReturned', report: 'ReportPrinted' };
    for (const [aggregate, name] of Object.entries({ ...names, ...others, ...acts }))
      expect([name, (await newEvent(aggregate, name)).status]).toEqual([name, 0]);
    expect(await node('node_modules/typescript-7/bin/tsc', '--noEmit', '-p', 'tsconfig.json')).toEqual({
      status: 0,
      said: '',
    });
  }, 180_000);

  it('and a spec that fails until somebody says what the rules are, and that alone', async () => {
    const ran = await jest(
      'libs/domain/src/allegation/mediation-offered.spec.ts',
      'libs/domain/src/communication/letter-acknowledged.spec.ts',
      'libs/domain/src/handling/case-returned.spec.ts',
      'libs/domain/src/report/report-printed.spec.ts',
      'libs/domain/src/validation.spec.ts',
      'test/vectors-events.spec.ts',
    );
    expect(failing(ran).sort()).toEqual([
      'are final',
      ...Array.from({ length: 4 }, () =>
        expect.stringContaining('is refused where there is nothing it could be about'),
      ),
    ]);
    expect(ran.said).toMatch(/Expected: "ALLEGATION_UNKNOWN"\s+Received: undefined/);
    expect(ran.said).toMatch(/Expected: "LETTER_NOT_SENT"\s+Received: undefined/);
    expect(ran.said).toMatch(/Expected: "REPORT_NOT_SUBMITTED"\s+Received: undefined/);
  }, 180_000);

  it('and drafts of golden vectors, which npm run vectors makes final without touching another', async () => {
    const before = events();
    expect((await build()).status).toBe(0);
    expect((await node('test/recipe/vectors.js')).said.split('\n')).toContain('MediationOffered/1');
    expect(events().slice(0, -7)).toEqual(before.slice(0, -7));
    expect(events()).toHaveLength(before.length);
    expect(failing(await jest('test/vectors-events.spec.ts'))).toEqual([]);
  }, 180_000);

  it('and a type that is recorded from a file like any other, once npm run tables has described its route', async () => {
    const described = await nodeIn({ WRITE_TABLES: 'yes' }, ...jestArgs, 'test/http/route-facts.spec.ts');
    expect({ failing: failing(described), status: described.status }).toEqual({ failing: [], status: 0 });
    expect((await build()).status).toBe(0);
    const ledger = await LedgerProcess.start(temporaryHome(), undefined, {}, copy);
    const asked = (...args: string[]) =>
      nodeIn({ LEDGER_URL: ledger.url }, 'dist/apps/ledger/src/main.js', 'record', ...args);
    const recorded = async (type: string, fill: (text: string) => string): Promise<string> => {
      const file = join(copy, `${type}.json`);
      writeFileSync(file, fill((await asked('--example', type)).said));
      const { status, said } = await asked(file, '--json');
      expect({ type, status, said }).toEqual({ type, status: 0, said: expect.stringContaining(`"type":"${type}"`) });
      return (JSON.parse(said) as { events: { eventId: string }[] }).events[0]?.eventId ?? '';
    };
    try {
      const { said } = await asked('--types');
      for (const [type, names] of Object.entries({
        ...{ MediationOffered: 'allegation', LetterAcknowledged: 'reference', StatementCited: 'release' },
        ...{ VisitCancelled: 'followUp', ContactLost: 'subject', CaseReturned: 'reference', ReportPrinted: 'report' },
      }))
        expect(said).toMatch(new RegExp(`^${type} +${names}$`, 'm'));
      const allegation = await recorded('AllegationReceived', (text) => text);
      await recorded('MediationOffered', (text) =>
        text.replace(/"allegation": "[^"]+"/, `"allegation": "${allegation}"`),
      );
    } finally {
      await ledger.stop();
    }
  }, 300_000);
});
