import type { Payload } from '#libs/domain';

const mandates = [
  'Special Rapporteur on the situation of human rights in Cambodia',
  'Special Rapporteur on trafficking in persons, especially women and children',
  'Special Rapporteur on the human rights of migrants',
  'Special Rapporteur on contemporary forms of slavery, including its causes and consequences',
];

const sentence =
  'Please provide detailed information on the measures taken to identify, to protect and to assist persons who are alleged to be held for forced criminality. ';

/** The record of a letter of usual size, about 9 KiB: fifteen questions, what it cites, whom it names. Nothing in it is real. */
export const sampleLetter = (on: string): Payload<'LetterSent'> => ({
  ...{ on, type: 'AL', language: 'en', fileCodes: [], restsOn: 'public_reports', documents: [] },
  addressee: { name: "His Excellency's Government of Cambodia", kind: 'state' },
  mandates,
  capacityMandates: mandates.map((mandate, n) => ({ mandate, resolution: `5${n}/1${n}` })),
  signatories: mandates.map((capacity, n) => ({ name: `Expert ${n} Example`, capacity })),
  subject: 'Alleged trafficking in persons for forced criminality in online scam operations',
  themes: ['trafficking in persons', 'migration', 'forced labour'],
  questions: Array.from({ length: 15 }, (_, n) => ({ number: n + 1, text: sentence.repeat(2), asks: 1 })),
  instruments: Array.from({ length: 10 }, (_, n) => ({
    ...{
      name: `International convention number ${n} on a matter of human rights`,
      articles: ['6', '7', '8(3)', '9(1)'],
    },
    ...{ verb: 'ratified', on: '1992-05-26' },
  })),
  documentsCited: Array.from({ length: 8 }, (_, n) => ({
    ...{ printed: `CCPR/C/GC/${30 + n}, para. ${n}`, normalised: `CCPR/C/GC/${30 + n}`, paragraphs: String(n) },
  })),
  upr: [{ on: '2024-07-16', numbers: ['139.74', '139.75'], state: 'Portugal', position: 'supported' }],
  places: ['Sihanoukville', 'Bavet'],
  statesMentioned: [
    { printed: 'Viet Nam', code: 'VNM', role: 'victims_origin' },
    { printed: 'Malaysia', code: 'MYS', role: 'victims_origin' },
  ],
  allegedPerpetrators: [{ kind: 'criminal_group' }],
  ...{ businesses: [], earlierReferences: ['AL KHM 2/2022'] },
  otherRecipients: [
    { printed: 'ASEAN', code: 'OTH' },
    { printed: 'Lao PDR', code: 'LAO' },
  ],
  ...{ interimMeasures: true, pressClause: true, publicationWindow: { days: 60, printed: 'within 60 days' } },
  ...{ replyAskedBy: null, individuals: 'unspecified' },
});
