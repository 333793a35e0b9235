import type { RecordedOf } from '../event-types.js';
import type { communicationEvents } from './communication.events.js';
import type { Released } from './publication.js';
import type { PublicationWithdrawn, RenditionReplaced } from './withdrawal.js';

/** A publication of the letter or of one of its replies, and what is left of it. */
export interface PublicationOnRecord {
  /** The LetterPublished or ReplyPublished. */
  readonly id: string;
  /** The ReplyReceived; `undefined` for the letter itself. */
  readonly reply: string | undefined;
  /** SHA-256 of the rendition shown now, in hex; none when it was published elsewhere. */
  readonly rendition: string | undefined;
  /** The sealed fields shown now. */
  readonly released: readonly Released[];
  /** The approvals it has rested on, newest last. */
  readonly approvals: readonly string[];
  readonly elsewhere: boolean;
  readonly withdrawn: boolean;
}

type Published = Extract<RecordedOf<typeof communicationEvents>, { type: 'LetterPublished' | 'ReplyPublished' }>;

export function publicationOf(event: Published): PublicationOnRecord {
  const { rendition, released, approval, publishedElsewhere } = event.data;
  return {
    id: event.id,
    reply: event.type === 'ReplyPublished' ? event.data.reply : undefined,
    rendition: rendition?.digest,
    released,
    approvals: approval === undefined ? [] : [approval],
    elsewhere: publishedElsewhere !== undefined,
    withdrawn: false,
  };
}

/** Whether everyone may read the letter itself. */
export const publishedNow = (publications: readonly PublicationOnRecord[]): boolean =>
  inForce(publications, undefined) !== undefined;

/** The publication of the letter (`undefined`) or of a reply that is in force. */
export const inForce = (
  publications: readonly PublicationOnRecord[],
  reply: string | undefined,
): PublicationOnRecord | undefined =>
  publications.find((publication) => publication.reply === reply && !publication.withdrawn);

export const withdrawnFrom = (
  publications: readonly PublicationOnRecord[],
  { publication, extent, withdrawn }: PublicationWithdrawn,
): readonly PublicationOnRecord[] =>
  publications.map((one) =>
    one.id === publication
      ? { ...one, released: without(one.released, withdrawn), withdrawn: one.withdrawn || extent === 'publication' }
      : one,
  );

export const replacedIn = (
  publications: readonly PublicationOnRecord[],
  { publication, rendition, approval }: RenditionReplaced,
): readonly PublicationOnRecord[] =>
  publications.map((one) =>
    one.id === publication ? { ...one, rendition: rendition.digest, approvals: [...one.approvals, approval] } : one,
  );

/** The released fields that are left when others are taken back. */
function without(released: readonly Released[], taken: readonly Released[]): readonly Released[] {
  const gone = new Set(fieldsOf(taken));
  return released
    .map(({ event, digests }) => ({ event, digests: digests.filter((digest) => !gone.has(`${event} ${digest}`)) }))
    .filter(({ digests }) => digests.length > 0);
}

/** One text per released field. */
export const fieldsOf = (released: readonly Released[]): readonly string[] =>
  released.flatMap(({ event, digests }) => digests.map((digest) => `${event} ${digest}`));
