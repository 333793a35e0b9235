import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type AgencyEntitlement, neverShared } from '#libs/domain';
import { streamKind } from '#libs/ledger';
import { type Stated, Statements } from '#libs/testing';

import { type Outgoing, PagePlan } from './page-plan.js';
import { everyone, type Readership, readersOf } from './readership.js';
import type { StreamProgress } from './stream-progress.js';

const letter = 'communication-KHM-1-2025';
const release = 'press_release-a';
const sent: Stated = { stream: letter, type: 'LetterSent', codes: ['KHM'] };
const confirmed: Stated = { stream: letter, type: 'DispatchConfirmed', codes: ['KHM'] };
const replied: Stated = { stream: letter, type: 'ReplyReceived', codes: ['KHM'] };
const published: Stated = { stream: letter, type: 'LetterPublished', codes: ['KHM'] };
const issued: Stated = { stream: release, type: 'PressReleaseIssued', data: { references: [] } };
const linked: Stated = { stream: release, type: 'PressReleaseLinked', data: { references: ['KHM 1/2025'] } };
const withdrawn: Stated = { stream: release, type: 'PressReleaseWithdrawn' };

/** What a topic gets of a ledger that is read in pages of these sizes, the last one repeated. */
async function onTopic(statements: Statements, readers: Readership, ...sizes: number[]): Promise<Outgoing[]> {
  const all: Outgoing[] = [];
  let known = new Map<string, StreamProgress>();
  for (let from = 0, n = 0; from < statements.entries.length; n++) {
    const page = statements.entries.slice(from, from + (sizes[Math.min(n, sizes.length - 1)] ?? 1000));
    const plan = new PagePlan(readers, known, (...asked) => statements.readStream(...asked));
    for await (const outgoing of plan.messages(page)) all.push(outgoing);
    known = new Map([...known, ...plan.changes.map((change) => [change.stream, change] as const)]);
    from += page.length;
  }
  return all;
}

async function told(readers: Readership, ...stated: Stated[]): Promise<string[]> {
  const statements = new Statements();
  await statements.add(...stated);
  const outgoing = await onTopic(statements, readers);
  return outgoing.map(
    ({ entry, previous }) => `${entry.position}${previous === undefined ? '' : ` after ${previous}`}`,
  );
}

const agency = (change: Partial<AgencyEntitlement> = {}): Readership =>
  readersOf({ agency: 'labour', codes: ['KHM'], kinds: ['communication'], labels: ['addressee_facing'], ...change });

describe('what everyone gets to read', () => {
  it('is nothing of a letter until its publication, then all of it from the beginning, then what comes later', async () => {
    expect(await told(everyone, sent, confirmed)).toEqual([]);
    expect(await told(everyone, sent, confirmed, published, replied)).toEqual([
      '0',
      '1 after 0',
      '2 after 1',
      '3 after 2',
    ]);
  });

  it('is a press release at once, but what it says of a letter only after the letter', async () => {
    expect(await told(everyone, issued, sent, linked, withdrawn)).toEqual(['0']);
    const whole = await told(everyone, issued, sent, linked, withdrawn, published);
    expect(whole).toEqual(['0', '1', '4 after 1', '2 after 0', '3 after 2']);
  });

  it('is a release that names several letters once the last of them is published', async () => {
    const both = { ...linked, data: { references: ['KHM 1/2025', 'LAO 2/2025'] } };
    const other = { stream: 'communication-LAO-2-2025', type: 'LetterPublished', codes: ['LAO'] };
    expect(await told(everyone, issued, published, both)).toEqual(['0', '1']);
    expect(await told(everyone, issued, published, both, other)).toEqual(['0', '1', '3', '2 after 0']);
  });

  it('sends what names a letter only when everything before it is there', async () => {
    const statements = new Statements();
    await statements.add(sent, published, issued, linked);
    const outgoing = await onTopic(statements, everyone);
    expect(outgoing.map(({ after }) => after)).toEqual(['anything', 'anything', 'anything', 'everything before']);
  });

  it('is a follow-up for all with everything later in it, and none that staff keep for themselves', async () => {
    const outcome = (stream: string): Stated => ({ stream, type: 'OutcomeRecorded' });
    const began = (stream: string, audience: string): Stated => ({
      stream,
      type: 'FollowUpRecorded',
      data: { audience },
    });
    const open = [began('follow_up-a', 'all'), outcome('follow_up-a')];
    const shut = [began('follow_up-b', 'staff'), outcome('follow_up-b')];
    expect(await told(everyone, ...open, ...shut)).toEqual(['0', '1 after 0']);
  });

  it('is the ledger’s own records and reports', async () => {
    const own = ['ledger-policy', 'ledger-keys', 'ledger-heads', 'report-HRC60-communications'];
    const stated = own.map((stream): Stated => ({ stream, type: 'Any' }));
    expect(await told(everyone, ...stated)).toEqual(['0', '1', '2', '3']);
  });

  it('is nothing of a kind of stream that this software does not know', async () => {
    expect(await told(everyone, { stream: 'novelty-1', type: 'Any', data: { audience: 'all' } })).toEqual([]);
  });
});

describe('what an agency gets to read', () => {
  it('is the letters of its codes from the day they are sent, when it may see them unpublished', async () => {
    const elsewhere = { ...sent, stream: 'communication-LAO-1-2025', codes: ['LAO'] };
    expect(await told(agency(), sent, elsewhere, confirmed)).toEqual(['0', '2 after 0']);
    expect(await told(agency({ labels: ['public'] }), sent, elsewhere, confirmed)).toEqual([]);
    expect(await told(agency({ labels: ['public'] }), sent, elsewhere, published)).toEqual(['0', '2 after 0']);
  });

  it('is the work on a letter only when the table says so', async () => {
    const held = { stream: 'handling-KHM-1-2025', type: 'PublicationHeld' };
    expect(await told(agency({ kinds: ['communication', 'handling'] }), held)).toEqual([]);
    expect(await told(agency({ kinds: ['handling'], labels: ['internal'] }), held)).toEqual(['0']);
  });

  it('waits with a press release for a letter of a code that it does not read itself', async () => {
    const readers = agency({ kinds: ['press_release'], labels: ['public'], codes: 'every' });
    expect(await told(readers, issued, linked)).toEqual(['0']);
    expect(await told(readers, issued, linked, sent, published)).toEqual(['0', '1 after 0']);
  });
});

const streams = [
  ...['communication-KHM-1-2025', 'communication-KHM-2-2025', 'communication-LAO-1-2025', 'handling-KHM-1-2025'],
  ...['press_release-a', 'press_release-b', 'follow_up-a', 'ledger-keys', 'allegation-a', 'subject-a', 'access-b'],
];
const references = fc.subarray(['KHM 1/2025', 'KHM 2/2025', 'LAO 1/2025']);

const anything: fc.Arbitrary<Stated> = fc
  .record({ stream: fc.constantFrom(...streams), types: fc.nat(5), references, all: fc.boolean() })
  .map(({ stream, types, references: named, all }): Stated => {
    const kind = streamKind(stream);
    const codes = [stream.split('-')[1] ?? ''];
    if (kind === 'communication') return { stream, type: types === 0 ? 'LetterPublished' : 'ReminderSent', codes };
    if (kind === 'press_release') return { stream, type: 'PressReleaseLinked', data: { references: named } };
    return { stream, type: 'Any', data: { audience: all ? 'all' : 'staff' } };
  });

describe('whatever is recorded, in pages of any size', () => {
  const readerships = fc.constantFrom(everyone, agency({ codes: 'every', kinds: ['communication', 'press_release'] }));

  it('each stream is sent from its beginning, each event once, each naming the one before it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anything, { maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        readerships,
        async (stated, size, readers) => {
          const statements = new Statements();
          await statements.add(...stated);
          const outgoing = await onTopic(statements, readers, size);
          const whole = await onTopic(statements, readers, 1000);
          expect(outgoing.map(({ entry }) => entry.position)).toEqual(whole.map(({ entry }) => entry.position));
          const last = new Map<string, { revision: number; position: number }>();
          for (const { entry, previous } of outgoing) {
            const { stream, revision, position } = entry;
            expect(revision).toBe((last.get(stream)?.revision ?? -1) + 1);
            expect(previous).toBe(last.get(stream)?.position);
            last.set(stream, { revision, position });
            expect(neverShared).not.toContain(streamKind(stream));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
