import type { Mandate } from './mandate.js';

/** Mandates on one country or territory. */
export const countries2025: readonly Mandate[] = [
  {
    id: 'afghanistan',
    short: 'Afghanistan',
    established: 'HRC 48/1',
    extended: 'HRC 54/1',
    titles: [
      {
        from: '2021-10',
        title: 'Special Rapporteur on the situation of human rights in Afghanistan',
        seen: 'HRC60 round-up, 8 October 2025',
      },
    ],
  },
  {
    id: 'belarus',
    short: 'Belarus',
    established: 'HRC 20/13',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2007-06',
        title: 'Special Rapporteur on the situation of human rights in Belarus',
        seen: null,
      },
      { from: '2012-07', title: 'Special Rapporteur on the situation of human rights in Belarus', seen: 'A/HRC/40/79' },
    ],
  },
  {
    id: 'burundi',
    short: 'Burundi',
    established: 'HRC 48/16',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        until: '2011-09',
        title: 'Independent Expert on the situation of human rights in Burundi',
        seen: null,
      },
      {
        from: '2021-10',
        title: 'Special Rapporteur on the situation of human rights in Burundi',
        seen: 'HRC54 round-up, 13 October 2023',
      },
    ],
  },
  {
    id: 'cambodia',
    short: 'Cambodia',
    established: 'CHR 1993/6',
    extended: 'HRC 54/36',
    titles: [
      {
        from: '2006-03-15',
        until: '2008-09',
        title: 'Special Representative of the Secretary-General for human rights in Cambodia',
        seen: null,
      },
      {
        from: '2008-09',
        title: 'Special Rapporteur on the situation of human rights in Cambodia',
        seen: 'AL KHM 1/2025',
      },
    ],
  },
  {
    id: 'central_african_republic',
    short: 'Central African Republic',
    established: 'HRC 24/34',
    extended: null,
    titles: [
      {
        from: '2013-09',
        title: 'Independent Expert on the situation of human rights in the Central African Republic',
        seen: 'A/HRC/36/25',
      },
    ],
  },
  {
    id: 'dprk',
    short: "Democratic People's Republic of Korea",
    established: 'CHR 2004/13',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        title: "Special Rapporteur on the situation of human rights in the Democratic People's Republic of Korea",
        seen: 'A/HRC/30/27',
      },
    ],
  },
  {
    id: 'eritrea',
    short: 'Eritrea',
    established: 'HRC 20/20',
    extended: null,
    titles: [
      {
        from: '2012-07',
        title: 'Special Rapporteur on the situation of human rights in Eritrea',
        seen: 'HRC59 round-up, 9 July 2025',
      },
    ],
  },
  {
    id: 'iran',
    short: 'Islamic Republic of Iran',
    established: 'HRC 16/9',
    extended: null,
    titles: [
      {
        from: '2011-03',
        title: 'Special Rapporteur on the situation of human rights in the Islamic Republic of Iran',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'mali',
    short: 'Mali',
    established: 'HRC 22/18',
    extended: null,
    titles: [
      {
        from: '2013-03',
        title: 'Independent Expert on the situation of human rights in Mali',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'myanmar',
    short: 'Myanmar',
    established: 'CHR 1992/58',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        title: 'Special Rapporteur on the situation of human rights in Myanmar',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'occupied_palestinian_territory',
    short: 'Occupied Palestinian Territory',
    established: 'CHR 1993/2 A',
    extended: 'CHR 1993/2 A',
    titles: [
      {
        from: '2006-03-15',
        until: '2022',
        title: 'Special Rapporteur on the situation of human rights in the Palestinian territories occupied since 1967',
        seen: null,
      },
      {
        from: '2022',
        title: 'Special Rapporteur on the situation of human rights in the Palestinian territory occupied since 1967',
        seen: null,
      },
    ],
  },
  {
    id: 'russian_federation',
    short: 'Russian Federation',
    established: 'HRC 51/25',
    extended: null,
    titles: [
      {
        from: '2022-10',
        title: 'Special Rapporteur on the situation of human rights in the Russian Federation',
        seen: 'HRC54 round-up, 13 October 2023',
      },
    ],
  },
  {
    id: 'somalia',
    short: 'Somalia',
    established: 'CHR 1993/86',
    extended: null,
    titles: [
      {
        from: '2006-03-15',
        title: 'Independent Expert on the situation of human rights in Somalia',
        seen: 'HRC54 round-up, 13 October 2023',
      },
    ],
  },
  {
    id: 'syrian_arab_republic',
    short: 'Syrian Arab Republic',
    established: 'HRC S-18/1',
    extended: null,
    titles: [
      {
        from: '2011-12',
        title: 'Special Rapporteur on the situation of human rights in the Syrian Arab Republic',
        seen: null,
      },
    ],
  },
];
