import type { Mandate } from './mandate.js';

/** Thematic mandates on economic, social and cultural rights, the environment and the international order. */
export const economicAndSocial2025: readonly Mandate[] = [
  {
    id: 'adequate_housing',
    short: 'Adequate housing',
    established: 'CHR 2000/9',
    extended: 'HRC 52/10',
    titles: [
      {
        from: '2006-03-15',
        until: '2007-12',
        title: 'Special Rapporteur on adequate housing as a component of the right to an adequate standard of living',
        seen: null,
      },
      {
        from: '2007-12',
        title:
          'Special Rapporteur on adequate housing as a component of the right to an adequate standard of living, and on the right to non-discrimination in this context',
        seen: 'A/HRC/40/79',
      },
    ],
  },
  {
    id: 'climate_change',
    short: 'Climate change',
    established: 'HRC 48/14',
    extended: 'HRC 57/31',
    titles: [
      {
        from: '2021-10',
        title: 'Special Rapporteur on the promotion and protection of human rights in the context of climate change',
        seen: null,
      },
    ],
  },
  {
    id: 'cultural_rights',
    short: 'Cultural rights',
    established: 'HRC 10/23',
    extended: 'HRC 55/5',
    titles: [
      { from: '2009-03', until: '2012-03', title: 'Independent Expert in the field of cultural rights', seen: null },
      { from: '2012-03', title: 'Special Rapporteur in the field of cultural rights', seen: 'A/HRC/40/79' },
    ],
  },
  {
    id: 'development',
    short: 'Right to development',
    established: 'HRC 33/14',
    extended: 'HRC 51/7',
    titles: [{ from: '2016-09', title: 'Special Rapporteur on the right to development', seen: 'A/HRC/40/79' }],
  },
  {
    id: 'education',
    short: 'Education',
    established: 'CHR 1998/33',
    extended: 'HRC 53/7',
    titles: [{ from: '2006-03-15', title: 'Special Rapporteur on the right to education', seen: 'A/HRC/30/27' }],
  },
  {
    id: 'environment',
    short: 'Environment',
    established: 'HRC 19/10',
    extended: 'HRC 55/2',
    titles: [
      {
        from: '2012-03',
        until: '2015-03',
        title:
          'Independent Expert on the issue of human rights obligations relating to the enjoyment of a safe, clean, healthy and sustainable environment',
        seen: 'A/HRC/30/27',
      },
      {
        from: '2015-03',
        until: '2024-04',
        title:
          'Special Rapporteur on the issue of human rights obligations relating to the enjoyment of a safe, clean, healthy and sustainable environment',
        seen: null,
      },
      {
        from: '2024-04',
        title: 'Special Rapporteur on the human right to a clean, healthy and sustainable environment',
        seen: null,
      },
    ],
  },
  {
    id: 'extreme_poverty',
    short: 'Extreme poverty',
    established: 'CHR 1998/25',
    extended: 'HRC 53/10',
    titles: [
      {
        from: '2006-03-15',
        until: '2011-06',
        title: 'Independent Expert on the question of human rights and extreme poverty',
        seen: null,
      },
      { from: '2011-06', title: 'Special Rapporteur on extreme poverty and human rights', seen: 'A/HRC/30/27' },
    ],
  },
  {
    id: 'food',
    short: 'Food',
    established: 'CHR 2000/10',
    extended: 'HRC 49/13',
    titles: [{ from: '2006-03-15', title: 'Special Rapporteur on the right to food', seen: 'A/HRC/30/27' }],
  },
  {
    id: 'foreign_debt',
    short: 'Foreign debt',
    established: 'CHR 2000/82',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2008-03',
        title:
          'Independent Expert on the effects of economic reform policies and foreign debt on the full enjoyment of human rights, particularly economic, social and cultural rights',
        seen: null,
      },
      {
        from: '2008-03',
        title:
          'Independent Expert on the effects of foreign debt and other related international financial obligations of States on the full enjoyment of all human rights, particularly economic, social and cultural rights',
        seen: null,
      },
    ],
  },
  {
    id: 'health',
    short: 'Health',
    established: 'CHR 2002/31',
    extended: 'HRC 51/21',
    titles: [
      {
        from: '2006-03-15',
        title:
          'Special Rapporteur on the right of everyone to the enjoyment of the highest attainable standard of physical and mental health',
        seen: 'OHCHR press release, 18 June 2015',
      },
    ],
  },
  {
    id: 'international_order',
    short: 'International order',
    established: 'HRC 18/6',
    extended: 'HRC 54/4',
    titles: [
      {
        from: '2011-09',
        title: 'Independent Expert on the promotion of a democratic and equitable international order',
        seen: 'A/HRC/36/25',
      },
    ],
  },
  {
    id: 'international_solidarity',
    short: 'International solidarity',
    established: 'CHR 2005/55',
    extended: 'HRC 53/5',
    titles: [
      {
        from: '2006-03-15',
        title: 'Independent Expert on human rights and international solidarity',
        seen: 'HRC12 meeting summary, September 2009',
      },
    ],
  },
  {
    id: 'toxics',
    short: 'Hazardous substances and wastes',
    established: 'CHR 1995/81',
    extended: 'HRC 54/10',
    titles: [
      {
        from: '2006-03-15',
        until: '2008-09',
        title:
          'Special Rapporteur on the adverse effects of the illicit movement and dumping of toxic and dangerous products and wastes on the enjoyment of human rights',
        seen: null,
      },
      {
        from: '2008-09',
        until: '2011-09',
        title:
          'Special Rapporteur on the adverse effects of the movement and dumping of toxic and dangerous products and wastes on the enjoyment of human rights',
        seen: null,
      },
      {
        from: '2011-09',
        title:
          'Special Rapporteur on the implications for human rights of the environmentally sound management and disposal of hazardous substances and wastes',
        seen: 'HRC54 round-up, 13 October 2023',
      },
    ],
  },
  {
    id: 'unilateral_coercive_measures',
    short: 'Unilateral coercive measures',
    established: 'HRC 27/21',
    extended: 'HRC 54/15',
    titles: [
      {
        from: '2014-09',
        title:
          'Special Rapporteur on the negative impact of unilateral coercive measures on the enjoyment of human rights',
        seen: null,
      },
    ],
  },
  {
    id: 'water_and_sanitation',
    short: 'Water and sanitation',
    established: 'HRC 7/22',
    extended: 'HRC 51/19',
    titles: [
      {
        from: '2008-03',
        until: '2011-03',
        title:
          'Independent Expert on the issue of human rights obligations related to access to safe drinking water and sanitation',
        seen: null,
      },
      {
        from: '2011-03',
        until: '2016-09',
        title: 'Special Rapporteur on the human right to safe drinking water and sanitation',
        seen: null,
      },
      {
        from: '2016-09',
        title: 'Special Rapporteur on the human rights to safe drinking water and sanitation',
        seen: null,
      },
    ],
  },
];
