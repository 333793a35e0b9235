import type { Moment } from './calendar.js';

/** The letters that histories may be about; the first is chosen most often, so that much happens to it. */
export const letterKeys = ['KHM 1/2025', 'KHM 2/2025', 'LAO 1/2025', 'OTH 1/2025', 'LAO 7/2015'] as const;

/** One of before 2018, when no window ended of a letter that printed none. */
export const oldKey = 'LAO 7/2015';

/** What the letter says, as recorded once. */
export interface Version {
  readonly id: string;
  readonly on: Moment;
  readonly restsOn: string;
  /** Whether one of two working groups sent it alone; and whether it is then one of that group's own procedure, which an urgent appeal is not. */
  readonly isAlone: boolean;
  readonly isOwn: boolean;
  /** The days on which its windows end; none when nobody counts. */
  readonly replyDue: number | undefined;
  readonly windowDue: number | undefined;
}

export interface ReplyNoted {
  readonly id: string;
  readonly on: Moment;
  readonly answers: boolean;
  readonly confidential: boolean;
  readonly imported: boolean;
}

export interface PublicationNoted {
  readonly id: string;
  /** The reply; the letter itself when there is none. */
  readonly reply: string | undefined;
  readonly elsewhere: boolean;
  released: string[];
  withdrawn: boolean;
}

export interface RedactionNoted {
  readonly id: string;
  readonly letter: string;
  readonly reply: string | undefined;
  readonly by: string;
  /** How long the ledger was when it was proposed, and when it was approved. */
  readonly at: number;
  approval?: { readonly id: string; readonly by: string; readonly at: number };
}

export interface LetterNoted {
  readonly key: string;
  readonly code: string;
  isVoid: boolean;
  /** The last one counts. */
  versions: Version[];
  /** When an importer recorded the letter. */
  importedAt: number | undefined;
  /** Every record of it that was made from here, in error or not. */
  readonly madeHere: Version[];
  /** Every event that counts, with the reply it is about. */
  standing: { id: string; type: string; reply?: string | undefined; on?: Moment }[];
  /** The days of the work on it and of follow-ups about it. */
  readonly work: Moment[];
  replies: ReplyNoted[];
  publications: PublicationNoted[];
  links: { id: string; text: string }[];
  /** `response 20217`: ends of windows that are on record. */
  readonly ended: Set<string>;
  /** Approvals that something was published on. */
  readonly used: Set<string>;
  redactions: RedactionNoted[];
  /** How long the ledger was when the record of the letter changed last, and when everyone was shown the letter last. */
  recordSince: number;
  shownSince: number;
  holds: string[];
  /** The text of the summary approved last. */
  summary?: string;
  judged: { id: string; reply: string; mandate: string; by: string; what: 'coverage' | 'second' | 'assessment' }[];
}

export interface AllegationNoted {
  readonly id: string;
  readonly persons: { id: string; transmit: boolean }[];
  /** What can be said again: an event and a path each. */
  readonly texts: { id: string; path: string }[];
  readonly letters: string[];
  decision?: string;
  ended: boolean;
  /** The id of the one it was merged into. */
  into?: string;
}

export interface SubjectNoted {
  readonly id: string;
  shredded: boolean;
  mergedInto?: string;
  readonly merged: string[];
  readonly requests: { id: string; by: string; approved: boolean }[];
}

export interface AccessNoted {
  readonly id: string;
  readonly stream: string;
  readonly by: string;
  /** What it is for, in words that are equal when it is the same. */
  readonly scope: string;
  approved: boolean;
  used: boolean;
}

/** What a careful clerk would keep on paper: the whole model. */
export interface Model {
  /** Milliseconds since 1970. */
  now: number;
  size: number;
  /** How many steps of the straight course were taken. */
  steps: number;
  codes: string[];
  readonly files: Map<string, string>;
  readonly letters: Map<string, LetterNoted>;
  readonly releases: { id: string; last: string; about: string[]; withdrawn: boolean }[];
  readonly followUps: { id: string; audience: 'staff' | 'all' }[];
  readonly allegations: AllegationNoted[];
  readonly subjects: Map<string, SubjectNoted>;
  readonly access: AccessNoted[];
  readonly keys: Map<string, { purpose: string; state: 'current' | 'retired' | 'revoked' }>;
  /** The key that the registry signs with. */
  signer: string;
  readonly report: { drafts: string[]; submitted: boolean; symbol: boolean };
}

export const emptyModel = (now: number): Model => ({
  ...{ now, size: 0, steps: 0, codes: [], signer: 'key 0' },
  ...{ releases: [], followUps: [], allegations: [], access: [] },
  ...{ files: new Map(), subjects: new Map(), keys: new Map() },
  letters: new Map(letterKeys.map((key) => [key, emptyLetter(key)])),
  report: { drafts: [], submitted: false, symbol: false },
});

export const emptyLetter = (key: string): LetterNoted => ({
  ...{
    key,
    code: key.slice(0, 3),
    isVoid: false,
    importedAt: undefined,
    recordSince: -1,
    shownSince: -1,
  },
  ...{
    versions: [],
    standing: [],
    work: [],
    replies: [],
    publications: [],
    links: [],
    redactions: [],
    madeHere: [],
    holds: [],
    judged: [],
  },
  ...{ ended: new Set(), used: new Set() },
});

/** The publication of the letter, or of the reply, that is in force. */
export const inForce = ({ publications }: LetterNoted, reply?: string): PublicationNoted | undefined =>
  publications.find((one) => one.reply === reply && !one.withdrawn);

export const isPublic = (model: Model, key: string): boolean => {
  const letter = model.letters.get(key);
  return letter !== undefined && inForce(letter) !== undefined;
};

/** An allegation with all that became one with it by mergers, itself first. */
export function togetherWith(model: Model, allegation: AllegationNoted | undefined): readonly AllegationNoted[] {
  const found = new Set(allegation === undefined ? [] : [allegation]);
  for (const one of found)
    for (const other of model.allegations) if (other.into === one.id || one.into === other.id) found.add(other);
  return [...found];
}

/** Whether somebody in it does not consent to transmission. */
export const isSilent = ({ persons }: AllegationNoted): boolean => persons.some((person) => !person.transmit);
