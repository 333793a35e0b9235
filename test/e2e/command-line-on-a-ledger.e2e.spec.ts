import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  formatTrust,
  formatVerifierKey,
  noteKeyTypes,
  parseTrust,
  type TrustFields,
  verifierKey,
} from '#libs/integrity';
import { LedgerProcess, temporaryHome } from '#libs/testing';

import { ledgerCommand } from './ledger-command.js';

describe('what a person asks of a ledger that has nothing yet', () => {
  let ledger: LedgerProcess;
  const asked = (...args: readonly string[]) => ledgerCommand(args, { LEDGER_URL: ledger.url });
  const folder = mkdtempSync(join(tmpdir(), 'ledger-commands-'));
  const home = temporaryHome();
  beforeAll(async () => {
    ledger = await LedgerProcess.start(home);
  }, 120_000);
  afterAll(() => ledger.stop());

  it('is answered in words, also when the code is written small', async () => {
    for (const command of ['timeline', 'audit'])
      expect(await asked(command, 'khm')).toMatchObject({
        status: 0,
        out: expect.stringContaining('Nothing is recorded for this addressee.'),
      });
    expect((await asked('timeline', 'KHM', '--as-of', '2020')).err).toContain('REQUEST_INVALID');
    for (const command of ['timeline KHM', 'figures 2020'])
      expect((await asked(...command.split(' '), '--as-of', '2020-01-01')).err).toMatch(
        /^POSITION_UNKNOWN: .*nothing was recorded by then: this ledger begins on \d{4}-\d\d-\d\d$/mu,
      );
  });

  it('names an addressee by what the United Nations calls it in any of its languages, and is told of those that may be meant', async () => {
    for (const typed of ['cambodia', 'Cambodge', '柬埔寨'])
      expect((await asked('timeline', typed)).out).toMatch(/^Cambodia \(KHM\), as recorded up to /u);
    expect((await asked('audit', 'Association of Southeast Asian Nations')).out).toContain('Asian Nations (OTH)');
    expect((await asked('timeline', 'korea')).err).toMatch(
      /^ADDRESSEE_NOT_FOUND: .*: nobody is called "korea"; perhaps .*Republic of Korea \(KOR\).* is meant$/mu,
    );
    expect((await asked('timeline', 'UK')).err).toMatch(/perhaps United Kingdom of [^(]+\(GBR\) is meant$/mu);
    expect((await asked('audit', 'Atlantis')).err).toContain('three letters such as KHM');
    expect((await asked('export', 'Atlantis', '--out', join(folder, 'no.zip'))).err).toContain('nobody is called');
  });

  it('is told that only a State has a bundle of its own', async () => {
    for (const actor of ['asean', 'OTH'])
      expect(await asked('export', actor, '--out', join(folder, 'no.zip'))).toMatchObject({
        ...{ status: 2, err: expect.stringContaining(`only a State has a bundle of its own, and ${actor} is none`) },
      });
  });

  it('is told by its flag what was wrong', async () => {
    const out = ['--out', join(folder, 'no.zip')];
    const issuer = ['--issuer', join(home, 'keys', 'issuer.jwk')];
    for (const [line, flag] of [
      [['timeline', 'KHM', '--as-of', 'yesterday'], '--as-of'],
      [['report', 'HRC60', '--as-of', 'yesterday'], '--as-of'],
      [['figures', '2025', '--as-of-position', '99999'], '--as-of-position'],
      [['export', 'KHM', ...out, '--since', '99999'], '--since'],
      [['keys', 'revoke', 'kid', '--last-trusted-size', '-1', ...issuer], '--last-trusted-size'],
    ] as const) {
      const { status, err } = await asked(...line);
      expect({ line, status, err }).toEqual({ line, status: 1, err: expect.stringContaining(` ${flag}: `) });
    }
    expect(await asked('report', 'HRC60', '--as-of', '2025-08-20', '--as-of-position', '3')).toMatchObject({
      ...{ status: 2, err: expect.stringContaining('cannot be used with') },
    });
    expect(await asked('record', 'examples/dispatch.json', '--rests-on', 'law')).toMatchObject({
      ...{ status: 2, err: expect.stringContaining('said of the text of a letter') },
    });
  });

  it('a trust file that is none is a wrong command line', async () => {
    const file = join(folder, 'trust.json');
    writeFileSync(file, '{}');
    expect(await asked('audit', 'KHM', '--trust', file)).toMatchObject({
      status: 2,
      err: `error: ${file}: it is not a trust file (ledger-trust/1)\n`,
    });
  });

  it('another ledger’s trust file, or another key in it, is a finding, and nothing to wait for', async () => {
    const { trust } = JSON.parse(readFileSync('test/vectors/bundle.json', 'utf8')) as { trust: string };
    const own = JSON.parse(await (await fetch(`${ledger.url}/trust`)).text()) as TrustFields;
    const { publicKey } = parseTrust(trust)!.log;
    const log = formatVerifierKey(verifierKey(own.origin, noteKeyTypes.ed25519, publicKey));
    const given = {
      ORIGIN: [trust, `of ${own.origin},[^]*another ledger`],
      CHECKPOINT_UNKNOWN_LOG: [formatTrust({ ...own, log }), 'not signed by the log of the trust file'],
    } as const;
    const file = join(folder, 'other.json');
    for (const [code, [text, words]] of Object.entries(given)) {
      writeFileSync(file, text);
      for (const command of [['audit', 'KHM'], ['replay']]) {
        const { status, out, err } = await asked(...command, '--trust', file);
        expect({ command, status, err }).toEqual({ command, status: 1, err: '' });
        expect(out).not.toContain('BAD_SIGNATURE');
        expect(out.replaceAll(/\s+/gu, ' ')).toMatch(new RegExp(`${code}: [^]*${words}`, 'u'));
        expect(JSON.parse((await asked(...command, '--trust', file, '--json')).out)).toMatchObject({
          ...{ trust: 'pinned', findings: expect.arrayContaining([{ code, detail: expect.any(String) }]) },
        });
      }
    }
  });

  it('what trusts the ledger on first use says so first', async () => {
    for (const command of [['audit', 'KHM'], ['replay']]) {
      expect((await asked(...command)).out.split('\n')[0]).toBe('TRUST ON FIRST USE');
      expect(JSON.parse((await asked(...command, '--json')).out)).toMatchObject({ trust: 'first-use', findings: [] });
    }
  });

  it('a record with a byte order mark is read as one without', async () => {
    const file = join(folder, 'dispatch.json');
    const data = { on: '2025-03-11', channel: 'post', recipientOffice: 'Permanent Mission' };
    writeFileSync(file, `\ufeff${JSON.stringify({ type: 'DispatchConfirmed', reference: 'KHM 1/2025', data })}`);
    expect((await asked('record', file)).err).toBe(
      'LETTER_NOT_SENT: There is no letter with this reference: KHM 1/2025\n',
    );
  });

  it('a range of dates that holds nothing is told from a file that holds nothing', async () => {
    expect(await asked('record', 'examples/AL_KHM_1-2025.txt', '--yes')).toMatchObject({ status: 0 });
    const empty = await asked('timeline', 'KHM', '--from', '2019', '--to', '2019');
    expect(empty).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^Nothing of what was asked for \(\d+ entr/mu),
    });
    expect((await asked('timeline', 'KHM', '--from', '2025-06-01', '--to', '2025-01-01')).err).toBe(
      'REQUEST_INVALID: The request is not well formed: --from: it is later than to\n',
    );
    expect((await asked('timeline', 'KHM', '--kind', 'nonsense')).err).toContain('stream kinds (allegation,');
  });

  it('what is due names the addressee, and what one act ends is one line', async () => {
    expect((await asked('due')).out).toMatch(/^\S+ +overdue +AL KHM 1\/2025 +Cambodia +redaction, publication$/mu);
  });

  it('what is due warns of a letter that left later than it is dated', async () => {
    expect((await asked('due')).out).not.toContain('Warnings');
    expect(await asked('record', join(folder, 'dispatch.json'))).toMatchObject({ status: 0 });
    expect((await asked('due')).out).toMatch(/^Warnings\n +AL KHM 1\/2025: dispatched on 2025-03-11, later than/mu);
  });

  it('a record that stands there already is told from one that is new', async () => {
    const dispatch = ['record', 'examples/dispatch.json'];
    expect((await asked(...dispatch)).out).toMatch(/^On record: KHM 1\/2025$/mu);
    expect((await asked(...dispatch)).out).toMatch(/^Already on record since \d{4}-.* UTC: KHM 1\/2025$/mu);
    expect(JSON.parse((await asked(...dispatch, '--json')).out)).toMatchObject({ alreadyOnRecord: true });
    const drafted = await asked('report', 'HRC60', '--record');
    const [, position = ''] = /^Recorded as draft, no\. (\d+)$/mu.exec(drafted.out) ?? [];
    const [, made = ''] = /^Position (\d+), root \(hex\)\n[0-9a-f]{64}$/mu.exec(drafted.out) ?? [];
    const again = await asked('report', 'HRC60', '--record', '--as-of-position', made);
    const since = new RegExp(`^On record as draft since .* UTC, no\\. ${position}$`, 'mu');
    expect(again.out).toMatch(since);
    const { asAt } = JSON.parse((await asked('report', 'HRC60', '--as-of-position', made, '--json')).out) as {
      asAt: { time: string };
    };
    expect((await asked('report', 'HRC60', '--record', '--as-of', asAt.time)).out).toMatch(since);
  });

  it('a report that is recorded and printed at an instant is the draft on record', async () => {
    const today = new Date().toISOString();
    const drafted = await asked('report', 'HRC60', '--record', '--as-of', today, '--json');
    const printed = JSON.parse(drafted.out) as { footer: { position: number } };
    const [, draft = '', id = ''] =
      /^Recorded as draft, no\. (\d+)\nIts id, by which its submission names it: (\S+)$/mu.exec(drafted.err) ?? [];
    expect(printed.footer.position).toBe(Number(draft) - 1);
    const again = await asked('report', 'HRC60', '--record', '--as-of-position', String(printed.footer.position));
    expect(again.out).toContain(`names it: ${id}`);
  });

  it('an approval by the person who proposed says how somebody else gives it', async () => {
    expect(await asked('record', 'examples/redaction.json')).toMatchObject({ status: 0 });
    const approval = ['record', 'examples/redaction-approval.json'];
    expect(await asked(...approval)).toMatchObject({ status: 1, err: expect.stringContaining('(--as NAME;') });
    expect(await asked(...approval, '--as', 'second.person')).toMatchObject({ status: 0 });
  });

  it('a name or a token that is not taken is named', async () => {
    expect(await asked('due', '--nonsense')).toMatchObject({ status: 2, err: expect.stringContaining('--help') });
    expect(await asked('record', 'examples/reply.json', '--as', 'a b')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--as is 1 to 80 letters'),
    });
    const token = { LEDGER_URL: ledger.url, LEDGER_TOKEN: 'none' };
    expect((await ledgerCommand(['due'], token)).err).toMatch(/^UNAUTHENTICATED: .* LEDGER_TOKEN /u);
  });

  it('every fault of a command line is one JSON document for whoever asks for JSON', async () => {
    for (const line of ['read --json nowhere.txt', 'due --json --nonsense', 'keys retire kid --json --nonsense']) {
      const { status, out } = await asked(...line.split(' '));
      expect({ status, said: JSON.parse(out) as unknown }).toMatchObject({
        status: 2,
        said: { error: { code: 'REQUEST_INVALID' } },
      });
    }
  });

  it('no table is wider than eighty characters when nobody watches, but for what cannot be broken', async () => {
    for (const line of ['timeline KHM', 'audit KHM', 'due', 'figures 2025', 'report 2025', 'report HRC60', 'keys']) {
      const { status, out } = await asked(...line.split(' '));
      expect({ line, status, wide: out.split('\n').filter((text) => [...text].length > 80) }).toEqual({
        ...{ line, status: 0, wide: [] },
      });
    }
  });

  it('whoever asks for the other actors together is told how each is asked for', async () => {
    for (const command of ['timeline', 'audit'])
      expect((await asked(command, 'OTH')).err).toMatch(/^ADDRESSEE_SHARED: .* timeline asean": .*asean \(/mu);
  });

  it('a file of references is imported and a letter is not: each says so', async () => {
    expect(await asked('record', 'examples/references.csv')).toMatchObject({
      ...{ status: 2, err: expect.stringContaining('import examples/references.csv') },
    });
    expect(await asked('import', 'examples/AL_KHM_1-2025.txt')).toMatchObject({
      ...{ status: 2, err: expect.stringContaining('record FILE') },
    });
    expect(await asked('import', folder, '--dry-run')).toMatchObject({
      ...{ status: 2, err: expect.stringContaining('ends with .txt') },
    });
    const file = join(folder, 'mandates.csv');
    const row = ['AL BRA 1/2021', '2021-03-01', 'Special Rapporteur on unicorns', 'Alleged ill-treatment', ''];
    writeFileSync(file, `reference,date,mandates,subject,replies\n${row.join(',')}\n`);
    const { status, out, err } = await asked('import', file, '--dry-run');
    expect(err).toBe(
      'row 2, column mandates: warning: no. 1 is no mandate that is known here; it is taken as printed\n',
    );
    expect({ status, out }).toMatchObject({ status: 0, out: expect.stringContaining('1 warning to look at') });
  });
});
