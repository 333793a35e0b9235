import { LedgerError, type ProposedEvent } from '#libs/ledger';
import { type DecisionContext, refuseFuture } from '../decision.js';
import type { PayloadOf } from '../event-types.js';
import { codesOf, type Letters, type NamedText, refuseUnpublished } from '../public-references.js';
import {
  type PressReleaseCorrected,
  pressReleaseEvents,
  type PressReleaseIssued,
  type PressReleaseLinked,
  type PressReleaseWithdrawn,
} from './press-release.events.js';
import { type PressReleaseState, pressReleaseStream } from './press-release.js';

type PressReleaseEvents = typeof pressReleaseEvents;

export interface OnReleaseContext extends DecisionContext {
  readonly releaseId: string;
  /** Every letter that the payload names, as far as there is one. */
  readonly letters: Letters;
}

/** The clear texts of a release, which everyone reads. */
export const textsOfRelease = ({ title, url, experts }: PressReleaseIssued): readonly NamedText[] => [
  ['title', title],
  ['url', url],
  ...experts.map((text, index): NamedText => [`experts/${index}`, text]),
];

/** Records a press release, which belongs to the files of the letters it is about. `LETTER_NOT_PUBLISHED`, `DATE_IN_FUTURE`. */
export function issuePressRelease(data: PressReleaseIssued, context: OnReleaseContext): ProposedEvent[] {
  refuseUnpublished(data.references, textsOfRelease(data), context.letters);
  refuseFuture(data.on, context);
  return [propose('PressReleaseIssued', context, data)];
}

/**
 * Records that a release is also about letters published since. `RELEASE_UNKNOWN`, `RELEASE_WITHDRAWN`, `LETTER_NOT_PUBLISHED`,
 * `ALREADY_LINKED`, `BODY_INVALID` without a letter, `DATE_IN_FUTURE`.
 */
export function linkPressRelease(
  data: PressReleaseLinked,
  context: OnReleaseContext,
  release: PressReleaseState,
): ProposedEvent[] {
  refuseGone(release);
  if (data.references.length === 0)
    throw new LedgerError('BODY_INVALID', { path: 'references', reason: 'name a letter' });
  refuseUnpublished(data.references, [], context.letters);
  const again = data.references.find((key) => release.references.includes(key));
  if (again !== undefined) throw new LedgerError('ALREADY_LINKED', again);
  refuseFuture(data.on, context);
  return [propose('PressReleaseLinked', context, data)];
}

/**
 * Records the release again. `RELEASE_UNKNOWN`, `RELEASE_WITHDRAWN`, `NOT_CORRECTABLE` unless it corrects the release as last recorded,
 * `LETTER_NOT_PUBLISHED`, `DATE_IN_FUTURE`.
 */
export function correctPressRelease(
  data: PressReleaseCorrected,
  context: OnReleaseContext,
  release: PressReleaseState,
): ProposedEvent[] {
  refuseGone(release);
  if (data.corrects !== release.inForce) throw new LedgerError('NOT_CORRECTABLE');
  refuseUnpublished(data.references, [...textsOfRelease(data), ['reason', data.reason]], context.letters);
  refuseFuture(data.on, context);
  return [propose('PressReleaseCorrected', context, data)];
}

/** Records that a release is withdrawn. `RELEASE_UNKNOWN`, `RELEASE_WITHDRAWN`, `DATE_IN_FUTURE`. */
export function withdrawPressRelease(
  data: PressReleaseWithdrawn,
  context: Omit<OnReleaseContext, 'letters'>,
  release: PressReleaseState,
): ProposedEvent[] {
  refuseGone(release);
  refuseFuture(data.on, context);
  return [propose('PressReleaseWithdrawn', context, data)];
}

function refuseGone({ inForce, withdrawn }: PressReleaseState): void {
  if (inForce === undefined) throw new LedgerError('RELEASE_UNKNOWN');
  if (withdrawn) throw new LedgerError('RELEASE_WITHDRAWN');
}

const propose = <T extends keyof PressReleaseEvents>(
  type: T,
  { releaseId }: Pick<OnReleaseContext, 'releaseId'>,
  data: PayloadOf<PressReleaseEvents[T]>,
): ProposedEvent<T> => ({
  stream: pressReleaseStream(releaseId),
  type,
  version: pressReleaseEvents[type].ver,
  codes: 'references' in data ? codesOf(data.references) : [],
  data,
});
