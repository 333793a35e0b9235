import { describe, expect, it } from '@jest/globals';

import { addresseeCodes } from './addressees.js';
import { isMemberOn, membersOn } from './members.js';
import { groupParticulars2025, regionalGroups2025 } from './regional-groups-2025.js';
import { regionalGroup, regionalGroups } from './regional-groups.js';

const inGroup = (group: string, of: readonly string[] = addresseeCodes): readonly string[] =>
  of.filter((code) => regionalGroup(code) === group);

describe('the regional groups', () => {
  it('hold every State exactly once, and no other actor', () => {
    const listed = regionalGroups.flatMap((group) => regionalGroups2025[group].split(' '));
    expect([...listed].sort()).toEqual(addresseeCodes);
    for (const group of regionalGroups) {
      const codes = regionalGroups2025[group].split(' ');
      expect(codes).toEqual([...codes].sort());
    }
    expect(regionalGroup('OTH')).toBeUndefined();
    expect(regionalGroup('HKG')).toBeUndefined();
  });

  it.each([
    ['african', 54],
    ['asia_pacific', 54],
    ['eastern_european', 23],
    ['latin_american_and_caribbean', 33],
    ['western_european_and_other', 29],
  ])('%s counts %i Members', (group, size) => expect(inGroup(group, membersOn('2025-12-31'))).toHaveLength(size));

  it('are as long as they are printed: Türkiye stands in two lists, and the United States is a member of none', () => {
    const alsoAsian = groupParticulars2025.filter(({ alsoPrintedIn }) => alsoPrintedIn === 'asia_pacific');
    const members = membersOn('2025-12-31');
    expect(inGroup('asia_pacific', members).length + alsoAsian.length).toBe(55);
    expect(inGroup('western_european_and_other', members).filter((code) => code !== 'USA')).toHaveLength(28);
  });

  it.each(['ISR', 'KIR', 'PSE', 'TUR', 'USA', 'VAT'])('say how %s stands to its group', (code) =>
    expect(groupParticulars2025.filter((particular) => particular.code === code)).toHaveLength(1),
  );
});

describe('the Members of the United Nations', () => {
  it.each([
    ['2005-12-31', 191],
    ['2006-06-27', 191],
    ['2006-12-31', 192],
    ['2010-12-31', 192],
    ['2011-07-13', 192],
    ['2011-12-31', 193],
    ['2017-12-31', 193],
    ['2025-12-31', 193],
  ])('were on %s %i', (day, count) => expect(membersOn(day)).toHaveLength(count));

  it('are Montenegro from 28 June 2006 and South Sudan from 14 July 2011, and never observer States or other actors', () => {
    expect([isMemberOn('MNE', '2006-06-27'), isMemberOn('MNE', '2006-06-28')]).toEqual([false, true]);
    expect([isMemberOn('SSD', '2011-07-13'), isMemberOn('SSD', '2011-07-14')]).toEqual([false, true]);
    for (const code of ['VAT', 'PSE', 'OTH', 'HKG', '']) expect(isMemberOn(code, '2025-12-31')).toBe(false);
  });
});
