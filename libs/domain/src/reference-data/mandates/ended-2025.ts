import type { Mandate } from './mandate.js';

/** Mandates that ended since 2006: letters of their time name them. */
export const ended2025: readonly Mandate[] = [
  {
    id: 'cote_d_ivoire',
    short: "Côte d'Ivoire",
    established: 'HRC 17/21',
    extended: null,
    titles: [
      {
        from: '2011-06',
        until: '2014-06',
        title: "Independent Expert on the situation of human rights in Côte d'Ivoire",
        seen: null,
      },
      {
        from: '2014-06',
        until: '2017-06',
        title:
          "Independent Expert on capacity-building and technical cooperation with Côte d'Ivoire in the field of human rights",
        seen: null,
      },
    ],
  },
  {
    id: 'cuba',
    short: 'Cuba',
    established: 'CHR 2002/18',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2007-06',
        title:
          'Personal Representative of the High Commissioner for Human Rights on the situation of human rights in Cuba',
        seen: null,
      },
    ],
  },
  {
    id: 'democratic_republic_of_the_congo',
    short: 'Democratic Republic of the Congo',
    established: 'CHR 2004/84',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2008-03',
        title: 'Independent Expert on the situation of human rights in the Democratic Republic of the Congo',
        seen: null,
      },
    ],
  },
  {
    id: 'haiti',
    short: 'Haiti',
    established: 'CHR 1995/70',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2017-03',
        title: 'Independent Expert on the situation of human rights in Haiti',
        seen: null,
      },
    ],
  },
  {
    id: 'liberia',
    short: 'Liberia',
    established: 'CHR 2003/82',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2008-09',
        title: 'Independent Expert on technical cooperation and advisory services in Liberia',
        seen: null,
      },
    ],
  },
  {
    id: 'sudan',
    short: 'Sudan',
    established: 'CHR 2005/82',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2009-06',
        title: 'Special Rapporteur on the situation of human rights in the Sudan',
        seen: null,
      },
      {
        from: '2009-06',
        until: '2020-10',
        title: 'Independent Expert on the situation of human rights in the Sudan',
        seen: null,
      },
    ],
  },
];
