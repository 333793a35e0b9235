import type { Mandate } from './mandate.js';

/** Thematic mandates on civil and political rights, on justice and on business. */
export const civilAndPolitical2025: readonly Mandate[] = [
  {
    id: 'arbitrary_detention',
    short: 'Arbitrary detention',
    established: 'CHR 1991/42',
    extended: 'HRC 51/8',
    titles: [{ from: '2006-03-15', title: 'Working Group on Arbitrary Detention', seen: 'A/HRC/40/79' }],
  },
  {
    id: 'business',
    short: 'Business enterprises',
    established: 'HRC 17/4',
    extended: 'HRC 53/3',
    titles: [
      {
        from: '2006-03-15',
        until: '2011-06',
        title:
          'Special Representative of the Secretary-General on the issue of human rights and transnational corporations and other business enterprises',
        seen: null,
      },
      {
        from: '2011-06',
        title:
          'Working Group on the issue of human rights and transnational corporations and other business enterprises',
        seen: 'A/HRC/40/79',
      },
    ],
  },
  {
    id: 'counter_terrorism',
    short: 'Counter-terrorism',
    established: 'CHR 2005/80',
    extended: 'HRC 49/10',
    titles: [
      {
        from: '2006-03-15',
        title:
          'Special Rapporteur on the promotion and protection of human rights and fundamental freedoms while countering terrorism',
        seen: null,
      },
    ],
  },
  {
    id: 'disappearances',
    short: 'Disappearances',
    established: 'CHR 20 (XXXVI)',
    extended: 'HRC 54/14',
    titles: [
      { from: '2006-03-15', title: 'Working Group on Enforced or Involuntary Disappearances', seen: 'A/HRC/30/27' },
    ],
  },
  {
    id: 'extrajudicial_executions',
    short: 'Extrajudicial executions',
    established: 'ECOSOC 1982/35',
    extended: 'HRC 53/4',
    titles: [
      {
        from: '2006-03-15',
        title: 'Special Rapporteur on extrajudicial, summary or arbitrary executions',
        seen: 'OHCHR news, 13 July 2023',
      },
    ],
  },
  {
    id: 'freedom_of_expression',
    short: 'Freedom of opinion and expression',
    established: 'CHR 1993/45',
    extended: 'HRC 52/9',
    titles: [
      {
        from: '2006-03-15',
        title: 'Special Rapporteur on the promotion and protection of the right to freedom of opinion and expression',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'freedom_of_religion',
    short: 'Freedom of religion or belief',
    established: 'CHR 1986/20',
    extended: 'HRC 49/5',
    titles: [{ from: '2006-03-15', title: 'Special Rapporteur on freedom of religion or belief', seen: null }],
  },
  {
    id: 'human_rights_defenders',
    short: 'Human rights defenders',
    established: 'CHR 2000/61',
    extended: 'HRC 52/4',
    titles: [
      {
        from: '2006-03-15',
        until: '2008-03',
        title: 'Special Representative of the Secretary-General on the situation of human rights defenders',
        seen: null,
      },
      {
        from: '2008-03',
        title: 'Special Rapporteur on the situation of human rights defenders',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'judges_and_lawyers',
    short: 'Independence of judges and lawyers',
    established: 'CHR 1994/41',
    extended: 'HRC 53/12',
    titles: [
      {
        from: '2006-03-15',
        title: 'Special Rapporteur on the independence of judges and lawyers',
        seen: 'OHCHR press release, 18 June 2015',
      },
    ],
  },
  {
    id: 'mercenaries',
    short: 'Mercenaries',
    established: 'CHR 2005/2',
    extended: 'HRC 51/13',
    titles: [
      {
        from: '2006-03-15',
        title:
          'Working Group on the use of mercenaries as a means of violating human rights and impeding the exercise of the right of peoples to self-determination',
        seen: null,
      },
    ],
  },
  {
    id: 'peaceful_assembly',
    short: 'Freedom of peaceful assembly and of association',
    established: 'HRC 15/21',
    extended: 'HRC 50/17',
    titles: [
      {
        from: '2010-09',
        title: 'Special Rapporteur on the rights to freedom of peaceful assembly and of association',
        seen: 'HRC59 round-up, 9 July 2025',
      },
    ],
  },
  {
    id: 'privacy',
    short: 'Privacy',
    established: 'HRC 28/16',
    extended: 'HRC 55/3',
    titles: [{ from: '2015-03', title: 'Special Rapporteur on the right to privacy', seen: null }],
  },
  {
    id: 'slavery',
    short: 'Slavery',
    established: 'HRC 6/14',
    extended: 'HRC 51/15',
    titles: [
      {
        from: '2007-09',
        until: '2025-10',
        title: 'Special Rapporteur on contemporary forms of slavery, including its causes and consequences',
        seen: 'AL KHM 1/2025',
      },
    ],
  },
  {
    id: 'slavery_and_trafficking',
    short: 'Slavery and trafficking in persons',
    established: null,
    extended: null,
    titles: [
      {
        from: '2025-10',
        title: 'Special Rapporteur on contemporary forms of slavery and trafficking in persons',
        seen: 'HRC60 round-up, 8 October 2025',
      },
    ],
  },
  {
    id: 'torture',
    short: 'Torture',
    established: 'CHR 1985/33',
    extended: 'HRC 52/7',
    titles: [
      {
        from: '2006-03-15',
        title: 'Special Rapporteur on torture and other cruel, inhuman or degrading treatment or punishment',
        seen: 'HRC52 round-up, 4 April 2023',
      },
    ],
  },
  {
    id: 'trafficking',
    short: 'Trafficking in persons',
    established: 'CHR 2004/110',
    extended: 'HRC 53/9',
    titles: [
      {
        from: '2006-03-15',
        until: '2025-10',
        title: 'Special Rapporteur on trafficking in persons, especially women and children',
        seen: 'AL KHM 1/2025',
      },
    ],
  },
  {
    id: 'truth_and_justice',
    short: 'Truth, justice, reparation and guarantees of non-recurrence',
    established: 'HRC 18/7',
    extended: 'HRC 54/8',
    titles: [
      {
        from: '2011-09',
        title: 'Special Rapporteur on the promotion of truth, justice, reparation and guarantees of non-recurrence',
        seen: 'HRC54 round-up, 13 October 2023',
      },
    ],
  },
];
