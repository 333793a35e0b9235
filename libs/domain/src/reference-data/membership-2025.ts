/** Who is a Member of the United Nations, and since when where that is later than 2005. */
export const membership2025 = {
  /** Non-member observer States: they are addressed, but counted in no share of Members. */
  observers: ['PSE', 'VAT'],
  /** The only admissions since 2006; every other State was a Member on 1 January 2006. */
  admitted: [
    { code: 'MNE', on: '2006-06-28', source: 'A/RES/60/264' },
    { code: 'SSD', on: '2011-07-14', source: 'A/RES/65/308' },
  ],
} as const;
