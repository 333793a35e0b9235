import type { Policy } from './policy.js';

export interface FigureDefinitions extends Policy {
  /** What each figure counts, in a sentence that can be printed beside it. */
  readonly definitions: {
    readonly sent: string;
    readonly shareOfMembers: string;
    readonly individuals: string;
    readonly women: string;
    readonly unspecified: string;
    readonly replies: string;
    readonly replyRate: string;
    readonly repliedInTime: string;
    readonly repliedEver: string;
    readonly followedUp: string;
  };
  /** Points of the definitions that were read in no official text. */
  readonly confirm: readonly string[];
}

/** What the yearly figures count, in the words that stand beside them. */
export const figureDefinitions2025: FigureDefinitions = {
  file: 'figures.2025.json',
  from: '2006-01-01',
  rule: 'Figures of a year are counted from the events recorded up to a position. A letter whose reference is void, or whose record is in error, is not counted from the position at which that was recorded; an event in error counts for nothing.',
  source:
    'Facts and figures with regard to the special procedures, A/HRC/37/37/Add.1 (2017) and A/HRC/40/38/Add.1 (2018)',
  definitions: {
    sent: 'Letters dated in the year, to States and other actors; not those whose reference is void or whose record is in error.',
    shareOfMembers:
      'Member States that at least one letter of the year was sent to, of the Members of the United Nations on 31 December of the year. Observer States are addressed, but are not Members.',
    individuals: 'The individuals that the letters of the year concern: women, men, girls, boys, other and unknown.',
    women: 'The women among the individuals that the letters of the year concern; girls are not counted among them.',
    unspecified:
      'Letters of the year that do not say how many individuals they concern; they add nothing to the individuals.',
    replies:
      'Replies received in the year to letters of any year: interim and substantive replies and refusals. A reply to several letters is one. Acknowledgements and requests for time or for clarification are not counted.',
    replyRate:
      'Replies received in the year to letters of that year, for each letter of the year: as the United Nations prints it.',
    repliedInTime:
      'Letters of the year to which a reply was received on or before the last day asked or customary, of the letters of the year that have such a day.',
    repliedEver: 'Letters of the year to which a reply was ever received, of the letters of the year.',
    followedUp:
      'Letters of the year on which further information was requested, or that a follow-up letter is about, at any time.',
  },
  confirm: ['women', 'replies', 'replyRate', 'followedUp'],
};
