import type { Assessment, QuestionJudged } from '../communication/judgements.js';
import type { Summary } from '../communication/publication.js';
import { folding, type RecordedOf } from '../event-types.js';
import { handlingEvents } from './handling.events.js';

type Fact = RecordedOf<typeof handlingEvents>;

export interface RedactionOnRecord {
  readonly id: string;
  /** The record of the letter that is redacted, or that was in force then. */
  readonly letter: string;
  /** The reply that is redacted; `undefined` when it is the letter. */
  readonly of: string | undefined;
  /** Who proposed it, as pseudonym of the handling stream. */
  readonly ps: string | undefined;
  /** The position of the proposal. */
  readonly proposedAt: number;
  /** The RedactionApproved, once there is one, and whose it is. */
  readonly approval: string | undefined;
  readonly approvedBy: string | undefined;
}

/** A mandate's judgement of a reply, and who made it. */
interface JudgementOnRecord {
  readonly id: string;
  readonly reply: string;
  readonly mandate: string;
  readonly ps: string | undefined;
}

export interface CoverageOnRecord extends JudgementOnRecord {
  readonly judgements: readonly QuestionJudged[];
  readonly secondOf: string | undefined;
}

export interface AssessmentOnRecord extends JudgementOnRecord {
  readonly assessment: Assessment;
}

/** The work on one letter, as far as decisions rest on it. */
export interface HandlingState {
  /** In the order of what came to each last: its proposal, or its approval. */
  readonly proposals: readonly RedactionOnRecord[];
  /** The holds in force. */
  readonly holds: readonly { readonly id: string }[];
  /** Oldest first; a later one by the same mandate counts instead. */
  readonly coverages: readonly CoverageOnRecord[];
  readonly assessments: readonly AssessmentOnRecord[];
  /** Summaries approved for the publication of the letter, oldest first; a later one in the same language counts instead. */
  readonly summaries: readonly Summary[];
}

const noHandling: HandlingState = { proposals: [], holds: [], coverages: [], assessments: [], summaries: [] };

function evolveHandling(state: HandlingState, event: Fact): HandlingState {
  const { id, by } = event;
  switch (event.type) {
    case 'RedactionProposed': {
      return { ...state, proposals: [...state.proposals, proposalOf(event)] };
    }
    case 'RedactionApproved': {
      const others = state.proposals.filter((one) => one.id !== event.data.proposal);
      const approved = state.proposals.filter((one) => one.id === event.data.proposal);
      const approval = { approval: id, approvedBy: by.ps };
      return { ...state, proposals: [...others, ...approved.map((one) => ({ ...one, ...approval }))] };
    }
    case 'PublicationHeld':
      return { ...state, holds: [...state.holds, { id }] };
    case 'PublicationHoldLifted':
      return { ...state, holds: state.holds.filter((hold) => hold.id !== event.data.hold) };
    case 'AnswerCoverageRecorded':
      return { ...state, coverages: [...state.coverages, coverageOf(event)] };
    case 'ReplyAssessed': {
      const { reply, mandate, assessment } = event.data;
      return { ...state, assessments: [...state.assessments, { id, reply, mandate, ps: by.ps, assessment }] };
    }
    case 'SummaryApproved':
      return { ...state, summaries: [...state.summaries, event.data.summary] };
    case 'CaseAssigned':
    case 'ReplyTranslated':
    case 'ReplySharedWithSource':
      return state;
  }
}

function proposalOf({ id, position, by, data }: Extract<Fact, { type: 'RedactionProposed' }>): RedactionOnRecord {
  const awaited = { approval: undefined, approvedBy: undefined };
  return { id, letter: data.letter, of: data.reply, ps: by.ps, proposedAt: position, ...awaited };
}

function coverageOf({ id, by, data }: Extract<Fact, { type: 'AnswerCoverageRecorded' }>): CoverageOnRecord {
  const { reply, mandate, answers, secondOf } = data;
  const judgements = answers.map(({ question, judgement }) => ({ question, judgement }));
  return { id, reply, mandate, ps: by.ps, judgements, secondOf };
}

/** Folds the events of one handling stream, in order. Types it does not know change nothing. */
export const foldHandling = folding(handlingEvents, evolveHandling, noHandling);
