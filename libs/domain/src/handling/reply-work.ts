import type { CatalogueOf } from '#libs/ledger';
import { Assessment, QuestionJudged } from '../communication/judgements.js';
import { DocumentEntry } from '../document-entry.js';
import { Sealed } from '../sealed.js';
import {
  Count,
  EventId,
  HexDigest,
  Language,
  ListOf,
  Nested,
  OccurredOn,
  OneOf,
  Optional,
  Text,
} from '../validation.js';

export class ReplyTranslated {
  @OccurredOn()
  readonly on: string;

  /** The ReplyReceived. */
  @EventId()
  readonly reply: string;

  /** The language it was translated into. */
  @Language()
  readonly language: string;

  @ListOf(() => DocumentEntry, 50)
  readonly documents: readonly DocumentEntry[];
}

/** What one mandate holds of a reply as a whole. A later one by the same mandate counts instead; none is overwritten. */
export class ReplyAssessed {
  @OccurredOn()
  readonly on: string;

  /** The ReplyReceived. */
  @EventId()
  readonly reply: string;

  @Text(400)
  readonly mandate: string;

  @Nested(() => Assessment)
  readonly assessment: Assessment;
}

/** Part of the text of a reply, in Unicode code points; `end` is the first that no longer belongs to it. */
export class Span {
  @Count()
  readonly start: number;

  @Count()
  readonly end: number;
}

/** What a question received, with the words of the reply that say so. */
export class AnswerFound extends QuestionJudged {
  @ListOf(() => Span, 50)
  readonly quotes: readonly Span[];
}

/** What one mandate holds of a reply, question by question. Internal until that mandate's EvaluationPublished. */
export class AnswerCoverageRecorded {
  @OccurredOn()
  readonly on: string;

  /** The ReplyReceived. */
  @EventId()
  readonly reply: string;

  @Text(400)
  readonly mandate: string;

  /** SHA-256 of the text derived from the reply, which the quotes are counted in. */
  @Sealed()
  @HexDigest()
  readonly text: string;

  @ListOf(() => AnswerFound, 100)
  readonly answers: readonly AnswerFound[];

  /** The AnswerCoverageRecorded that this one, by another person, judges once more. */
  @Optional()
  @EventId()
  readonly secondOf?: string;
}

const forms = ['whole', 'translation', 'summary'] as const;
export type SharedForm = (typeof forms)[number];

/** The source was shown what the addressee answered. Who the source is and how it was reached is not said. */
export class ReplySharedWithSource {
  @OccurredOn()
  readonly on: string;

  /** The ReplyReceived. */
  @EventId()
  readonly reply: string;

  @OneOf(forms)
  readonly form: SharedForm;
}

export const replyWorkEvents = {
  ReplyTranslated: {
    payload: ReplyTranslated,
    ver: 1,
    recordedBy: ['translator'],
    sentence: 'Translation into {language} added',
    icon: 'translation',
  },
  ReplyAssessed: {
    payload: ReplyAssessed,
    ver: 1,
    recordedBy: ['reply_analyst'],
    sentence: 'Reply assessed by the {mandate}: {assessment.grade}',
    icon: 'assessment',
  },
  AnswerCoverageRecorded: {
    payload: AnswerCoverageRecorded,
    ver: 1,
    recordedBy: ['reply_analyst'],
    sentence: 'Answers to the questions judged by the {mandate}',
    icon: 'coverage',
  },
  ReplySharedWithSource: {
    payload: ReplySharedWithSource,
    ver: 1,
    recordedBy: ['mandate_clerk', 'intake_officer', 'protection_focal_point'],
    sentence: 'Reply shared with the source ({form})',
    icon: 'sharing',
  },
} as const satisfies CatalogueOf<'handling'>;
