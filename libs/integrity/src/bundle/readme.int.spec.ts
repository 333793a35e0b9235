import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  auditorParts,
  checkedByHand,
  checkedInOneShell,
  readerParts,
  SmallLedger,
  smallStory,
  type SmallStory,
  withManifest,
} from '#libs/testing';
import { type NamedFile, zipBytes } from '../zip/zip-writer.js';
import { composeBundle } from './compose.js';

/** What the ledger's heads disclose of LAO is left out. */
const withoutItsDisclosures = ({ name, bytes }: NamedFile): NamedFile => {
  if (name !== 'disclosures.jsonl') return { name, bytes };
  const lines = Buffer.from(bytes).toString().split('\n');
  const isOfLao = (line: string) =>
    Buffer.from(/"disclosure":"([^"]+)/.exec(line)?.[1] ?? '', 'base64url').includes('"LAO"');
  return { name, bytes: Buffer.from(lines.filter((line) => !isOfLao(line)).join('\n')) };
};

describe('what README.txt tells a lawyer to type', () => {
  let story: SmallStory;
  beforeAll(async () => {
    story = await smallStory(await SmallLedger.founded());
  });

  const filesFor = async (audience: 'addressee' | 'public') => {
    const headsPosition = audience === 'public' ? story.publicHeads : story.addresseeHeads;
    return composeBundle(await readerParts(story.ledger, { audience, code: 'KHM', headsPosition }));
  };
  const bundleFor = async (audience: 'addressee' | 'public'): Promise<Uint8Array> => zipBytes(await filesFor(audience));
  /** The bundle with one of its files written anew. */
  const altered = async (audience: 'addressee' | 'public', file: string, write: (text: string) => string) => {
    const files = await filesFor(audience);
    expect(files.map(({ name }) => name)).toContain(file);
    return zipBytes(
      files.map(({ name, bytes }) => {
        return { name, bytes: name === file ? Buffer.from(write(Buffer.from(bytes).toString())) : bytes };
      }),
    );
  };

  it('works with bash, unzip, coreutils and openssl alone, and says of a sound bundle that it is good', async () => {
    const said = await checkedByHand(await bundleFor('addressee'), story.ledger.trustText);
    const asAt = story.ledger.entries[story.addresseeHeads]?.event.time;
    expect(said.slice(0, -1)).toEqual([
      '1. files: good',
      `2. checkpoint of ${story.ledger.size} statements: good`,
      expect.stringMatching(/^3\. \d+ statements: good$/),
      '4. the list of KHM: good',
      '4. entries: good',
      `The file of KHM is complete as at ${asAt}.`,
    ]);
    expect(said.at(-1)).toContain('"typ":"KeyAdded"');
  });

  it('says of another ledger’s trust file that the bundle is not of it', async () => {
    const other = await SmallLedger.founded(['KHM', 'LAO'], 'another');
    const said = await checkedByHand(await bundleFor('public'), other.trustText);
    expect(said).toContain(`2. checkpoint of ${story.ledger.size} statements: BAD`);
    expect(said).toContain('BAD: do not rely on this bundle.');
    expect(said.join()).not.toContain('complete as at');
  });

  it('says of statements in another order, and of one beyond the log, that they have no place in it', async () => {
    const reversed = (text: string) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`;
    const beyond = (text: string) => text.replace('"position":2,', `"position":${story.ledger.size},`);
    for (const write of [reversed, beyond]) {
      const said = await checkedByHand(await altered('addressee', 'statements.jsonl', write), story.ledger.trustText);
      expect(said).toContain('   a statement has no place in the log: BAD');
      expect(said).toContain('BAD: do not rely on this bundle.');
    }
  });

  it('says of what was published that this is complete, and no more', async () => {
    const said = await checkedByHand(await bundleFor('public'), story.ledger.trustText);
    expect(said.at(-2)).toMatch(/^What was published of the file of KHM is complete as at /);
  });

  it('says what is missing in a bundle also after a sound one was checked in the same shell', async () => {
    const trust = story.ledger.trustText;
    const lacking = await altered('addressee', 'statements.jsonl', (text) => {
      const lines = text.split('\n');
      return lines.filter((line) => !line.startsWith('{"position":3,')).join('\n');
    });
    const desks = [
      { bundle: await bundleFor('addressee'), trust },
      { bundle: lacking, trust },
    ];
    const [sound, after] = await checkedInOneShell(desks);
    expect(sound?.join('\n')).toContain('complete as at');
    expect(after).toContain('BAD: do not rely on this bundle.');
    expect(after?.join('\n')).toMatch(/entry \d+ of \S+: BAD, it is missing/);
  });

  it('can be typed again, also where the trust file was missing, and then says that nothing was checked', async () => {
    const bundle = await bundleFor('addressee');
    const trust = story.ledger.trustText;
    const [lacking, sound, cut] = await checkedInOneShell([
      { bundle },
      { bundle, trust },
      { bundle: await altered('addressee', 'README.txt', (text) => text), trust: '' },
    ]);
    const nothing = 'Nothing was checked: trust.json or bundle.zip was not there, or not whole.';
    expect(lacking).toContain(nothing);
    expect(sound?.join('\n')).toContain('complete as at');
    expect(cut?.join('\n')).not.toContain('complete as at');
  });

  it('says of an auditor’s bundle that its signatures and every list in it are good, and no more', async () => {
    const files = composeBundle(await auditorParts(story.ledger, story.addresseeHeads));
    const said = await checkedByHand(await zipBytes(files), story.ledger.trustText);
    expect(said).toContain('4. the list of everyone: good');
    expect(said.at(-2)).toBe('The signatures and the lists are good; whether this was logged was not checked.');
    const other = files.map(({ name, bytes }) => ({
      ...{ name, bytes: name === 'heads/LAO.txt' ? Buffer.from(`${Buffer.from(bytes).toString()}x-1 0\n`) : bytes },
    }));
    const without = files.filter(({ name }) => name !== 'heads/LAO.txt');
    for (const wrong of [other, without, without.map(withoutItsDisclosures)])
      expect(await checkedByHand(await zipBytes(withManifest(wrong)), story.ledger.trustText)).toContain(
        '4. the list of everyone: BAD',
      );
  });

  it('looks at a last line that does not end', async () => {
    const line = '{"position":12,"jwt":"e30.eyJ0eXAiOiJGb3JnZWQifQ.AAAA"}';
    const bundle = await altered('addressee', 'statements.jsonl', (text) => text + line);
    const said = await checkedByHand(bundle, story.ledger.trustText);
    expect(said).toContain('BAD: do not rely on this bundle.');
  });

  it('prints no name that bundle.json makes up', async () => {
    const write = (text: string) => text.replace('"files":{', '"files":{"a\u001b[8m":"' + 'ab'.repeat(32) + '",');
    const said = await checkedByHand(await altered('addressee', 'bundle.json', write), story.ledger.trustText);
    expect(said).toContain('1. files: BAD');
    expect(said.join()).not.toContain('\u001b');
  });

  it('says of none that the file of everyone is complete', async () => {
    const write = (text: string) => text.replace('"code":"KHM"', '"code":"everyone"');
    const said = await checkedByHand(await altered('addressee', 'bundle.json', write), story.ledger.trustText);
    expect(said.join('\n')).not.toContain('complete as at');
  });

  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const marker = join(folder, 'ran');
  const command = `a[$(>${marker})]`;

  it.each([
    ['statements.jsonl', (text: string) => text.replace('"position":0', `"position":${command}`)],
    ['checkpoint', (text: string) => text.replace(/\n\d+\n/, `\n${command}\n`)],
    ['heads/KHM.txt', (text: string) => text.replace(/ \d+\n/, ` ${command}\n`)],
    ['heads/KHM.txt', (text: string) => text.replace(/^\S+/, command)],
    ['bundle.json', (text: string) => text.replace('"code":"KHM"', `"code":"${command}"`)],
    ['bundle.json', (text: string) => text.replace(/"headsPosition":\d+/, `"headsPosition":${command}`)],
  ])('runs no command that stands in a bundle: %s', async (file, write) => {
    const said = await checkedByHand(await altered('addressee', file, write), story.ledger.trustText);
    expect(existsSync(marker)).toBe(false);
    expect(said).toContain('BAD: do not rely on this bundle.');
    expect(said.join()).not.toContain('complete as at');
  });

  it.each([
    ['calls itself an auditor’s, so that no proof is looked at', '"audience":"auditor"'],
    ['hides that in a name', '"audience":"addressee","files":{"x":{"audience":"auditor"},'],
    ['rests on the list for everyone and calls it the addressee’s', '"audience":"addressee"'],
  ])('says of none that it is complete that %s', async (_, audience) => {
    const from = audience.includes('files') ? '"audience":"public","code":"KHM","files":{' : '"audience":"public"';
    const write = (text: string): string => {
      expect(text).toContain(from);
      return text.replace(
        from,
        audience.includes('files') ? audience.replace('"files"', '"code":"KHM","files"') : audience,
      );
    };
    const said = await checkedByHand(await altered('public', 'bundle.json', write), story.ledger.trustText);
    expect(said.join()).not.toContain('complete as at');
  });
});
