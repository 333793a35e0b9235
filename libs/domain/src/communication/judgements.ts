import { Count, OneOf, OrNull } from '../validation.js';

/** How far a question was answered. */
const judgements = ['answered', 'partly', 'not_answered', 'refused', 'off_topic'] as const;
export type Judgement = (typeof judgements)[number];

/** How far a reply cooperates, and what a partial one is instead of an answer (scheme of A/HRC/46/26). */
const grades = ['full', 'partial', 'none', 'pending'] as const;
export type Grade = (typeof grades)[number];
const manners = [
  'aggressive_rejection',
  'unsubstantiated_denial',
  'obstructive_formalism',
  'sophisticated_pretence',
] as const;
export type Manner = (typeof manners)[number];

/** What one question of the letter received. */
export class QuestionJudged {
  @Count(999, 1)
  readonly question: number;

  @OneOf(judgements)
  readonly judgement: Judgement;
}

/** What a reply is as a whole. */
export class Assessment {
  @OneOf(grades)
  readonly grade: Grade;

  /** Only of a partial reply. */
  @OrNull()
  @OneOf(manners)
  readonly manner: Manner | null;
}
