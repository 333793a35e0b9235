import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readerParts, SmallLedger, smallStory, type SmallStory } from '#libs/testing';
import { disclosureDigest } from '../disclosure.js';
import { zipBytes } from '../zip/zip-writer.js';
import { composeBundle } from './compose.js';
import { readmeText } from './readme.js';

/** The commands of the text: its lines that begin with four spaces. */
const commands = readmeText
  .split('\n')
  .filter((line) => line.startsWith('    '))
  .join('\n');

describe('what README.txt tells a lawyer to type', () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  let story: SmallStory;
  beforeAll(async () => {
    story = await smallStory(await SmallLedger.founded());
    const readers = { audience: 'addressee', code: 'KHM', headsPosition: story.addresseeHeads } as const;
    const files = composeBundle(await readerParts(story.ledger, readers));
    writeFileSync(join(folder, 'bundle.zip'), await zipBytes(files));
    writeFileSync(join(folder, 'trust.json'), story.ledger.trustText);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const typed = (script: string): string => {
    rmSync(join(folder, 'bundle'), { recursive: true, force: true });
    return execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  };

  it('works with unzip, coreutils and openssl, step by step, and shows what the text says', () => {
    const shown = typed(commands);
    expect(shown.match(/Signature Verified Successfully/g)).toHaveLength(2);
    expect(shown).toContain('Statement 1 stands in the log');
    expect(shown).toContain('"typ":"KeyAdded"');
    const heads = story.ledger.entries[story.addresseeHeads];
    const digests = heads?.disclosures.map(disclosureDigest) ?? [];
    expect(digests.filter((digest) => shown.includes(digest))).toHaveLength(1);
    const list = /"list":"([0-9a-f]{64})"/.exec(shown)?.[1] ?? 'none';
    expect(shown).toContain(`${list}  heads/KHM.txt`);
  });

  it('works for every statement of the bundle', () => {
    for (let n = 2; n <= story.addresseeHeads; n += 3) {
      const position = story.ledger.entries[n]?.event.stream.startsWith('communication') ? n : story.addresseeHeads;
      const shown = typed(commands.replace('N=1', `N=${position}`));
      expect(shown.match(/Signature Verified Successfully/g)).toHaveLength(2);
      expect(shown).toContain(`Statement ${position} stands in the log`);
    }
  });

  it('shows when a statement is not what the log holds', () => {
    const edited = commands.replace(
      'N=1',
      'N=1; sed -i \'s/"position":1,"jwt":"\\(.*\\)..."}/"position":1,"jwt":"\\1AAA"}/\' statements.jsonl',
    );
    const shown = typed(`${edited}\ntrue`);
    expect(shown).not.toContain('stands in the log');
    expect(shown.match(/Signature Verified Successfully/g)).toHaveLength(1);
  });
});
