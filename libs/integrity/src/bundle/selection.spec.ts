import { describe, expect, it } from '@jest/globals';
import { aboutLetter, SmallLedger, smallStory } from '#libs/testing';
import { selectForReaders } from './selection.js';

describe('what goes into a bundle', () => {
  const streamsFor = async (audience: 'addressee' | 'public', code = 'KHM'): Promise<string[]> => {
    const { ledger, addresseeHeads, publicHeads } = await smallStory(await SmallLedger.founded());
    const headsPosition = audience === 'public' ? publicHeads : addresseeHeads;
    const events = ledger.entries.map(({ event }) => event);
    const { positions } = selectForReaders(events, { audience, code, headsPosition });
    return [...new Set(positions.map((position) => events[position]?.stream ?? ''))].sort();
  };

  it('is, for the addressee, its whole file with the keys, the policies and one record of heads', async () => {
    expect(await streamsFor('addressee')).toEqual([
      'communication-KHM-1-2025',
      'communication-KHM-3-2025',
      'communication-KHM-4-2025',
      'ledger-heads',
      'ledger-keys',
      'ledger-policy',
      'press_release-p1',
    ]);
  });

  it('is, for the public, what was published', async () => {
    expect(await streamsFor('public')).toEqual([
      'communication-KHM-1-2025',
      'ledger-heads',
      'ledger-keys',
      'ledger-policy',
      'press_release-p1',
    ]);
  });

  it('is nothing of another’s file', async () => {
    expect(await streamsFor('addressee', 'LAO')).toEqual(['ledger-heads', 'ledger-keys', 'ledger-policy']);
  });

  it('leaves out a letter that was published only after the list, and has the later entries of listed ones', async () => {
    const { ledger, publicHeads } = await smallStory(await SmallLedger.founded());
    await ledger.record(
      aboutLetter({ stream: 'communication-KHM-3-2025', type: 'LetterPublished', data: { released: [] } }),
    );
    const events = ledger.entries.map(({ event }) => event);
    const { positions } = selectForReaders(events, { audience: 'public', code: 'KHM', headsPosition: publicHeads });
    const streams = positions.map((position) => events[position]?.stream);
    expect(streams).not.toContain('communication-KHM-3-2025');
    expect(positions.filter((position) => position > publicHeads).map((position) => events[position]?.type)).toEqual([
      'ReminderSent',
    ]);
  });

  it('rests on heads for the same readers, or is refused', async () => {
    const { ledger, addresseeHeads } = await smallStory(await SmallLedger.founded());
    const events = ledger.entries.map(({ event }) => event);
    const readers = { audience: 'public', code: 'KHM', headsPosition: addresseeHeads } as const;
    expect(() => selectForReaders(events, readers)).toThrow(expect.objectContaining({ code: 'POSITION_UNKNOWN' }));
  });
});
