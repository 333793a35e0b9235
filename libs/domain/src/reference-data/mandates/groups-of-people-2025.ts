import type { Mandate } from './mandate.js';

/** Thematic mandates on the rights of groups of people and against discrimination. */
export const groupsOfPeople2025: readonly Mandate[] = [
  {
    id: 'african_descent',
    short: 'People of African descent',
    established: 'CHR 2002/68',
    extended: 'HRC 54/26',
    titles: [
      { from: '2006-03-15', title: 'Working Group of Experts on People of African Descent', seen: 'A/HRC/40/79' },
    ],
  },
  {
    id: 'albinism',
    short: 'Albinism',
    established: 'HRC 28/6',
    extended: null,
    titles: [
      {
        from: '2015-03',
        title: 'Independent Expert on the enjoyment of human rights by persons with albinism',
        seen: 'A/HRC/36/25',
      },
    ],
  },
  {
    id: 'disabilities',
    short: 'Persons with disabilities',
    established: 'HRC 26/20',
    extended: 'HRC 53/14',
    titles: [
      { from: '2014-06', title: 'Special Rapporteur on the rights of persons with disabilities', seen: 'A/HRC/30/27' },
    ],
  },
  {
    id: 'discrimination_against_women',
    short: 'Discrimination against women and girls',
    established: 'HRC 15/23',
    extended: 'HRC 50/18',
    titles: [
      {
        from: '2010-10',
        until: '2019-07',
        title: 'Working Group on the issue of discrimination against women in law and in practice',
        seen: null,
      },
      {
        from: '2019-07',
        title: 'Working Group on discrimination against women and girls',
        seen: 'HRC59 round-up, 9 July 2025',
      },
    ],
  },
  {
    id: 'indigenous_peoples',
    short: 'Indigenous peoples',
    established: 'CHR 2001/57',
    extended: 'HRC 51/16',
    titles: [
      {
        from: '2006-03-15',
        until: '2010-09',
        title: 'Special Rapporteur on the situation of human rights and fundamental freedoms of indigenous people',
        seen: null,
      },
      { from: '2010-09', title: 'Special Rapporteur on the rights of indigenous peoples', seen: null },
    ],
  },
  {
    id: 'internally_displaced_persons',
    short: 'Internally displaced persons',
    established: 'CHR 1992/73',
    extended: 'HRC 50/6',
    titles: [
      {
        from: '2006-03-15',
        until: '2010-06',
        title: 'Representative of the Secretary-General on the human rights of internally displaced persons',
        seen: null,
      },
      {
        from: '2010-06',
        title: 'Special Rapporteur on the human rights of internally displaced persons',
        seen: 'HRC59 round-up, 9 July 2025',
      },
    ],
  },
  {
    id: 'leprosy',
    short: 'Leprosy',
    established: 'HRC 35/9',
    extended: 'HRC 53/8',
    titles: [
      {
        from: '2017-06',
        title:
          'Special Rapporteur on the elimination of discrimination against persons affected by leprosy and their family members',
        seen: 'A/HRC/37/37/Add.1',
      },
    ],
  },
  {
    id: 'migrants',
    short: 'Migrants',
    established: 'CHR 1999/44',
    extended: 'HRC 52/20',
    titles: [
      {
        from: '2006-03-15',
        title: 'Special Rapporteur on the human rights of migrants',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'minority_issues',
    short: 'Minority issues',
    established: 'CHR 2005/79',
    extended: 'HRC 52/5',
    titles: [
      {
        from: '2006-03-15',
        until: '2014-03',
        title: 'Independent Expert on minority issues',
        seen: 'HRC10 meeting summary, March 2009',
      },
      { from: '2014-03', title: 'Special Rapporteur on minority issues', seen: 'HRC52 round-up, 4 April 2023' },
    ],
  },
  {
    id: 'older_persons',
    short: 'Older persons',
    established: 'HRC 24/20',
    extended: 'HRC 51/4',
    titles: [
      {
        from: '2013-09',
        title: 'Independent Expert on the enjoyment of all human rights by older persons',
        seen: null,
      },
    ],
  },
  {
    id: 'peasants',
    short: 'Peasants',
    established: 'HRC 54/9',
    extended: 'HRC 54/9',
    titles: [
      {
        from: '2023-10',
        title: 'Working Group on the rights of peasants and other people working in rural areas',
        seen: 'HRC54 round-up, 13 October 2023',
      },
    ],
  },
  {
    id: 'racism',
    short: 'Racism',
    established: 'CHR 1993/20',
    extended: 'HRC 52/36',
    titles: [
      {
        from: '2006-03-15',
        title:
          'Special Rapporteur on contemporary forms of racism, racial discrimination, xenophobia and related intolerance',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'sale_of_children',
    short: 'Sale of children',
    established: 'CHR 1990/68',
    extended: 'HRC 52/26',
    titles: [
      {
        from: '2006-03-15',
        until: '2017-03',
        title: 'Special Rapporteur on the sale of children, child prostitution and child pornography',
        seen: 'A/HRC/16/57',
      },
      {
        from: '2017-03',
        until: '2023-04',
        title:
          'Special Rapporteur on the sale and sexual exploitation of children, including child prostitution, child pornography and other child sexual abuse material',
        seen: null,
      },
      {
        from: '2023-04',
        title: 'Special Rapporteur on the sale, sexual exploitation and sexual abuse of children',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'sexual_orientation',
    short: 'Sexual orientation and gender identity',
    established: 'HRC 32/2',
    extended: 'HRC 50/10',
    titles: [
      {
        from: '2016-06',
        title:
          'Independent Expert on protection against violence and discrimination based on sexual orientation and gender identity',
        seen: 'HRC59 round-up, 9 July 2025',
      },
    ],
  },
  {
    id: 'violence_against_women',
    short: 'Violence against women and girls',
    established: 'CHR 1994/45',
    extended: 'HRC 50/7',
    titles: [
      {
        from: '2006-03-15',
        until: '2022-07',
        title: 'Special Rapporteur on violence against women, its causes and consequences',
        seen: null,
      },
      {
        from: '2022-07',
        title: 'Special Rapporteur on violence against women and girls, its causes and consequences',
        seen: null,
      },
    ],
  },
];
