import { describe, expect, it } from '@jest/globals';

import { addresseeCodes, isMemberOn, regionalGroup } from '#libs/domain';
import { eventId, type PastEvent, pastLetter, pastReply, recorded } from '#libs/testing';

import { fold } from '../projection.js';
import { figureEvents } from './figure-events.projection.js';
import { yearFigures, type YearFigures } from './year-figures.js';

/*
 * The numbers that the United Nations printed are given here as data only. Ledgers that have exactly these letters and replies are made,
 * and what they amount to is counted.
 */

const slavery = 'Special Rapporteur on contemporary forms of slavery, including its causes and consequences';
const torture = 'Special Rapporteur on torture and other cruel, inhuman or degrading treatment or punishment';

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const members = (year: number): readonly string[] => addresseeCodes.filter((code) => isMemberOn(code, `${year}-12-31`));

/** The next serial of each code and year, so that every letter has a reference of its own. */
function references(year: number): (code: string) => string {
  const serials = new Map<string, number>();
  return (code) => {
    const serial = (serials.get(code) ?? 0) + 1;
    serials.set(code, serial);
    return `communication-${code}-${serial}-${year}`;
  };
}

interface Sent {
  readonly stream: string;
  readonly on: string;
  readonly type?: string;
  readonly name?: string;
  readonly mandates?: readonly string[];
  readonly individuals?: { readonly women: number; readonly men: number };
}

const letter = ({ stream, on, type = 'AL', name, mandates = [torture], individuals }: Sent): PastEvent =>
  pastLetter(
    stream,
    {
      type,
      mandates: [...mandates],
      addressee: { name: name ?? stream },
      ...(individuals === undefined
        ? {}
        : { individuals: { girls: 0, boys: 0, other: 0, unknown: 0, ...individuals } }),
    },
    on,
  );

/** A day of the year, the same for the same number. */
const dayOf = (year: number, n: number): string => {
  const month = String(1 + (n % 12)).padStart(2, '0');
  return `${year}-${month}-${String(1 + (n % 28)).padStart(2, '0')}`;
};

const count = (events: readonly PastEvent[], year: number, mandate?: string): YearFigures =>
  yearFigures(fold(figureEvents, recorded(...events)), mandate === undefined ? { year } : { year, mandate });

const valuesOf = (rows: YearFigures['kinds']): Record<string, number> =>
  Object.fromEntries(rows.map(({ key, value }) => [key, value]));
const percentsOf = (rows: YearFigures['kinds']): readonly number[] => rows.map(({ percent }) => percent);
const total = (rows: YearFigures['kinds']): number => rows.reduce((sum, { value }) => sum + value, 0);

/** Letters to so many States and other actors: each is addressed at least once, the rest go round. */
function lettersTo(year: number, letters: number, { states, others }: { states: readonly string[]; others: number }) {
  const next = references(year);
  return range(letters).map((n): Sent => {
    const other = n < others || (n >= others + states.length && n % 20 === 0);
    const code = other ? 'OTH' : (states[(n - others) % states.length] ?? 'KHM');
    const name = other ? { name: `Example Company ${n % others}` } : {};
    return { stream: next(code), on: dayOf(year, n), ...name };
  });
}

describe('the figures printed for 2017 (A/HRC/37/37/Add.1)', () => {
  const year = 2017;
  const sent = lettersTo(year, 534, { states: members(year).slice(0, 117), others: 25 });
  const counted = sent.map((one, n) =>
    letter({ ...one, individuals: { women: n < 121 ? 2 : 1, men: n < 120 ? 3 : 2 } }),
  );
  const earlier = lettersTo(2016, 119, { states: members(2016).slice(0, 90), others: 10 });
  const followed = sent.slice(100, 264);
  const ledger: readonly PastEvent[] = [
    ...earlier.map((one) => letter(one)),
    ...counted,
    ...sent.slice(0, 365).map(({ stream }, n) => pastReply(stream, `2017-12-${String(1 + (n % 31)).padStart(2, '0')}`)),
    ...earlier.map(({ stream }, n) => pastReply(stream, dayOf(2017, n), { kind: n % 2 === 0 ? 'interim' : 'refusal' })),
    ...followed.slice(0, 80).map(({ stream }) => ({ stream, type: 'FurtherInformationRequested', on: '2017-11-02' })),
    ...followed.slice(80).map(({ stream }, n) => ({
      stream: `follow_up-f${n}`,
      type: 'FollowUpRecorded',
      on: '2018-02-01',
      data: { kind: 'follow_up_letter', references: [printed(stream)] },
    })),
  ];
  const figures = count(ledger, year);

  it('are 534 letters to 117 States and 25 other actors', () => {
    expect(figures.sent.value).toBe(534);
    expect(figures.states).toHaveLength(117);
    expect(figures.otherActors).toHaveLength(25);
  });

  it('are 61 % of the Members', () =>
    expect(figures.shareOfMembers).toMatchObject({ value: 117, of: 193, percent: 61 }));

  it('are 484 replies, of which 365 to letters of the year: a rate of 68 %, which is not 484 of 534', () => {
    expect(figures.replies.value).toBe(484);
    expect(figures.replyRate).toMatchObject({ value: 365, of: 534, percent: 68 });
  });

  it('are 164 letters followed up', () => expect(figures.followedUp).toMatchObject({ value: 164, of: 534 }));

  it('are 655 women among 1,843 individuals', () => {
    expect(figures.individuals.value).toBe(1843);
    expect(figures.women.value).toBe(655);
    expect(figures.unspecified.value).toBe(0);
  });

  it('stay what they were printed as when replies to those letters come in later years', () => {
    const later = sent.slice(365, 400).map(({ stream }) => pastReply(stream, '2018-03-01'));
    const then = count([...ledger, ...later], year);
    expect(then.replyRate).toMatchObject({ value: 365, of: 534, percent: 68 });
    expect(then.replies.value).toBe(484);
    expect(then.repliedEver).toMatchObject({ value: 400, of: 534, percent: 75 });
  });

  it('do not count what is no reply, and count a reply to several letters once', () => {
    const [first = '', second = ''] = sent.slice(0, 2).map(({ stream }) => stream);
    const noise = [
      ...sent.map(({ stream }) => pastReply(stream, '2017-06-01', { kind: 'acknowledgement' })),
      ...sent.map(({ stream }) => pastReply(stream, '2017-06-01', { kind: 'request_for_time' })),
      pastReply(first, '2017-06-02'),
    ];
    const same = pastReply(second, '2017-06-02');
    const named = eventId(ledger.length + noise.length - 1);
    const then = count([...ledger, ...noise, { ...same, data: { ...same.data, sameReplyAs: named } }], year);
    expect(then.replies.value).toBe(485);
    expect(then.replyRate.value).toBe(366);
    expect(then.replyRate.list.at(-1)?.references).toEqual([printed(first), printed(second)]);
  });
});

describe('the figures printed for 2018 (A/HRC/40/38/Add.1)', () => {
  it('are 655 letters to 121 States and 75 other actors, 62 % of the Members when one of the States is an observer', () => {
    const states = [...members(2018).slice(0, 120), 'PSE'];
    const figures = count(lettersTo(2018, 655, { states, others: 75 }).map(letter), 2018);
    expect(figures.sent.value).toBe(655);
    expect(figures.states).toHaveLength(121);
    expect(figures.otherActors).toHaveLength(75);
    expect(figures.shareOfMembers).toMatchObject({ value: 120, of: 193, percent: 62 });
    expect(figures.unspecified.value).toBe(655);
  });
});

describe('the shares printed for 512 letters of one year', () => {
  it('are 36 % urgent appeals, 54 % letters of allegation and 10 % other letters, which adds up to 100', () => {
    const next = references(2018);
    const types = [...range(186).map(() => 'UA'), ...range(278).map(() => 'AL'), ...range(48).map(() => 'OL')];
    const figures = count(
      types.map((type, n) => letter({ stream: next(members(2018)[n % 90] ?? 'KHM'), on: dayOf(2018, n), type })),
      2018,
    );
    expect(valuesOf(figures.kinds)).toEqual({ UA: 186, AL: 278, OL: 48 });
    expect(percentsOf(figures.kinds)).toEqual([36, 54, 10]);
  });
});

describe('the figures of one mandate in 2020', () => {
  const next = references(2020);
  const codesOf = (group: string, n: number): string => {
    const codes = members(2020).filter((code) => regionalGroup(code) === group);
    return codes[n % codes.length] ?? 'KHM';
  };
  const regions = [
    ...range(43).map((n) => codesOf('asia_pacific', n)),
    ...range(16).map((n) => codesOf('african', n)),
    ...range(9).map((n) => codesOf('latin_american_and_caribbean', n)),
    ...range(5).map((n) => codesOf('western_european_and_other', n)),
    ...range(4).map((n) => codesOf('eastern_european', n)),
    'OTH',
  ];
  const types = [...range(16).map(() => 'UA'), ...range(53).map(() => 'AL'), ...range(9).map(() => 'OL')];
  // 37 has no divisor in common with 78: every type goes once to each letter, mixed over the regions.
  const own = regions.map((code, n) =>
    letter({
      stream: next(code),
      on: dayOf(2020, n),
      type: types[(n * 37) % 78] ?? 'AL',
      mandates: n % 3 === 0 ? [slavery.toUpperCase()] : [torture, `the ${slavery}`],
      ...(code === 'OTH' ? { name: 'Example Company' } : {}),
    }),
  );
  const others = range(60).map((n) =>
    letter({ stream: next(codesOf('african', n)), on: dayOf(2020, n), mandates: [torture] }),
  );
  const figures = count([...others, ...own], 2020, 'slavery');

  it('are 16 urgent appeals, 53 letters of allegation and 9 other letters: 78', () => {
    expect(valuesOf(figures.kinds)).toEqual({ UA: 16, AL: 53, OL: 9 });
    expect(figures.sent.value).toBe(78);
  });

  it('are the same 78 by region: 43, 16, 9, 5 and 4, and one company', () => {
    expect(valuesOf(figures.regions)).toEqual({
      asia_pacific: 43,
      african: 16,
      latin_american_and_caribbean: 9,
      western_european_and_other: 5,
      eastern_european: 4,
      other_actors: 1,
    });
    expect(total(figures.regions)).toBe(total(figures.kinds));
    expect(total(figures.joint)).toBe(78);
  });

  it('leave out the letters of other mandates', () => expect(count([...others, ...own], 2020).sent.value).toBe(138));
});

function printed(stream: string): string {
  const [, code = '', serial = '', year = ''] = stream.split('-');
  return `${code} ${serial}/${year}`;
}
