import { beforeAll, describe, expect, it } from '@jest/globals';
import { checkedByHand, readerParts, SmallLedger, smallStory, type SmallStory } from '#libs/testing';
import { zipBytes } from '../zip/zip-writer.js';
import { composeBundle } from './compose.js';

describe('what README.txt tells a lawyer to type', () => {
  let story: SmallStory;
  beforeAll(async () => {
    story = await smallStory(await SmallLedger.founded());
  });

  const bundleFor = async (audience: 'addressee' | 'public'): Promise<Uint8Array> => {
    const headsPosition = audience === 'public' ? story.publicHeads : story.addresseeHeads;
    return zipBytes(composeBundle(await readerParts(story.ledger, { audience, code: 'KHM', headsPosition })));
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
});
