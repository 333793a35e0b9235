import {
  claimsText,
  data,
  honest,
  type Kind,
  type Kinds,
  type Made,
  misdirected,
  noise,
  raw,
  sent,
  signed,
  unverified,
} from './kinds.js';

const body = ['BODY_INVALID'];

const says = (ends: readonly string[], more: (made: Made) => object, type = 'AllegationReceived'): Kind => ({
  ends,
  make: async (made) => sent(await honest(made.cast.agency, made.id, { type, ...more(made) })),
});

const claims = (ends: readonly string[], changed: (made: Made) => object): Kind =>
  says(ends, (made) => ({ changed: changed(made) }));

const otherThan = (ends: readonly string[], change: (made: Made) => object): Kind => ({
  ends,
  make: async (made) => sent({ ...(await honest(made.cast.agency, made.id)), ...change(made) }),
});

const by = (ends: readonly string[], who: (made: Made) => Made['cast']['agency']): Kind => ({
  ends,
  make: async (made) => sent(await honest(who(made), made.id)),
});

const information = {
  ...{ on: '2025-02-20', channel: 'partner agency', language: 'en', persons: [], documents: [], narrative: 'More.' },
};
const reply = {
  ...{ on: '2025-02-20', kind: 'substantive', language: 'en', confidential: false, documents: [] },
  answers: ['AL KHM 999/2025'],
};
const followUp = {
  ...{ on: '2025-02-20', audience: 'all', kind: 'visit', references: [], addressees: ['KHM'], language: 'en' },
  ...{ text: 'Seen.', recommendation: null, observation: null, documents: [] },
};

/** Nobody is known to have said it, or not to this ledger. */
export const unattributedKinds: Kinds = {
  'noise, sealed': {
    ends: unverified,
    make: async ({ cast, below, id }) =>
      raw(await cast.agency.seal(noise(below(500), below).toString('latin1')), cast, id),
  },
  'signature altered': {
    ends: unverified,
    make: async ({ cast, id }) => {
      const { jws } = await honest(cast.agency, id);
      return raw(await cast.agency.seal(`${jws.slice(0, -6)}AAAAAA`), cast, id);
    },
  },
  'signed with nothing': {
    ends: unverified,
    make: async ({ cast, id }) => {
      const { jws } = await honest(cast.agency, id);
      const header = Buffer.from('{"alg":"none","kid":"x","typ":"ledger-submission+jws"}').toString('base64url');
      return raw(await cast.agency.seal([header, ...jws.split('.').slice(1)].join('.')), cast, id);
    },
  },
  'signed as something else': { ends: unverified, make: (made) => signed(made, '{}', 'ledger-consumption+jws') },
  'signed as a key': { ends: unverified, make: (made) => signed(made, '{}', 'ledger-key+jws') },
  'a key nobody knows': by(['KEY_UNKNOWN'], ({ cast }) => cast.stranger),
  'a key that was retired': by(['KEY_ENDED'], ({ cast }) => cast.retired),
  'on another agency’s topic': by(['KEY_UNKNOWN'], ({ cast }) => cast.other),
  'under another source': otherThan(misdirected, ({ cast }) => ({ source: cast.other.source })),
  'under another id': otherThan(misdirected, ({ id }) => ({ id: `${id}-other` })),
  'in the name of another': claims(misdirected, ({ cast }) => ({ iss: cast.other.source })),
  'to another ledger': claims(misdirected, () => ({ aud: 'ledger.test/other' })),
  'out of time': claims(['SUBMISSION_EXPIRED'], ({ below }) => ({ exp: below(1_700_000_000) })),
  'replayed under a new id': { ends: misdirected, make: ({ before, id }) => sent({ ...before, id }) },
};

/** What the agency itself has said before. */
export const repeatedKinds: Kinds = {
  'the same bytes again': { ends: ['recorded'], make: ({ before }) => sent(before) },
  'sealed anew': {
    ends: ['recorded'],
    make: async ({ cast, before }) => sent({ ...before, text: await cast.agency.seal(before.jws) }),
  },
  'the same id with other bytes': {
    ends: ['KEY_REUSED'],
    make: async ({ cast, before }) => sent(await honest(cast.agency, before.id, { changed: { exp: 4_102_444_801 } })),
  },
  honest: by(['recorded'], ({ cast }) => cast.agency),
};

const deep = (levels: number): unknown => (levels === 0 ? [] : [deep(levels - 1)]);
const members = (count: number): object => Object.fromEntries(Array.from({ length: count }, (_, n) => [`m${n}`, n]));

/** What the agency is known to have said, and is nonsense. */
export const nonsenseKinds: Kinds = {
  'no object': {
    ends: [...body, 'JSON_INVALID'],
    make: (made) => signed(made, ['', 'null', '[]', '7'][made.below(4)] ?? ''),
  },
  'other members': { ends: [...body, 'JSON_VALUE'], make: (made) => signed(made, '{"__proto__":{"iss":1},"iss":1}') },
  'brackets without end': { ends: ['JSON_INVALID', 'JSON_VALUE'], make: (made) => signed(made, '['.repeat(100_000)) },
  'brackets with an end': {
    ends: ['JSON_INVALID', 'JSON_VALUE', ...body],
    make: (made) => signed(made, claimsText(made, `${'['.repeat(90_000)}${']'.repeat(90_000)}`)),
  },
  'a member twice': {
    ends: ['JSON_DUPLICATE_KEY'],
    make: (made) => signed(made, claimsText(made, '{"on":"2025-02-20","on":"2025-02-21"}')),
  },
  'a member twice, written otherwise': {
    ends: ['JSON_DUPLICATE_KEY'],
    make: (made) => signed(made, claimsText(made, '{"on":"2025-02-20","\\u006fn":"2025-02-21"}')),
  },
  'half a character': {
    ends: ['JSON_VALUE'],
    make: (made) => signed(made, claimsText(made, JSON.stringify({ ...data, narrative: 'said \ud800' }))),
  },
  NUL: {
    ends: ['JSON_VALUE'],
    make: (made) => signed(made, claimsText(made, JSON.stringify({ ...data, narrative: 'said \0' }))),
  },
  'numbers that are none': {
    ends: ['JSON_VALUE', 'JSON_INVALID', ...body],
    make: (made) =>
      signed(made, claimsText(made, `{"n":${['1e999', '-0', '0.1', '9'.repeat(50_000)][made.below(4)]}}`)),
  },
  'deep data': says(['JSON_VALUE'], () => ({ data: { ...data, persons: deep(80) } })),
  'long lists': says(['BODY_TOO_LARGE'], () => ({ data: { ...data, places: Array(20_000).fill(0) } })),
  'many members': says(['BODY_TOO_LARGE'], () => ({ data: { ...data, ...members(20_000) } })),
  'a long date': says(body, ({ below }) => ({ data: { ...data, on: `2025-${'0'.repeat(1 + below(200_000))}` } })),
  'a text without end': says(body, () => ({ data: { ...data, narrative: 'x'.repeat(200_000) } })),
  'a letter of its own': says(body, () => ({ data: {} }), 'LetterSent'),
  'documents it does not have': says(body, () => ({ data: { ...data, documents: [{ file: 'x' }] } })),
  'more on what it never said': says(
    ['ALLEGATION_UNKNOWN'],
    () => ({ allegation: '00000000-0000-8000-8000-000000000000', data: information }),
    'FurtherInformationReceived',
  ),
  'a reply to a letter that is none': says(['LETTER_NOT_SENT'], () => ({ data: reply }), 'ReplyReceived'),
  'a publication': says(['FORBIDDEN'], () => ({ data: followUp }), 'FollowUpRecorded'),
};
