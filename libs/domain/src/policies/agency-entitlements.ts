import type { StreamKind } from '#libs/ledger';

/** Kinds whose streams no agency ever sees: what stands there was confided to the Special Procedures alone. */
export const neverShared = ['allegation', 'access', 'subject'] as const satisfies readonly StreamKind[];

/** A kind of stream that an agency can be entitled to. */
export type SharedKind = Exclude<StreamKind, (typeof neverShared)[number]>;

/**
 * How far an entitlement goes: `public` is what everyone reads, once everyone does; `addressee_facing` is a letter's record from the moment
 * it is sent; `internal` is what staff keep on it.
 */
export const sharedLabels = ['public', 'addressee_facing', 'internal'] as const;
export type SharedLabel = (typeof sharedLabels)[number];

/** What one agency may see. Whatever is not named here it may not. */
export interface AgencyEntitlement {
  /** As in the names of its topics: 2 to 40 lowercase letters, digits and hyphens. */
  readonly agency: string;
  /** Codes of the addressees whose files it may see, or every one. The ledger's own streams and reports have no code. */
  readonly codes: readonly string[] | 'every';
  readonly kinds: readonly SharedKind[];
  readonly labels: readonly SharedLabel[];
}

/** Who may read a stream's clear part, as far as its events up to now have told. */
export interface StreamStanding {
  readonly kind: StreamKind;
  /** Codes of the files it belongs to; for a handling stream that of its letter. */
  readonly codes: readonly string[];
  /** The label of what stands in it: `public` once everyone may read it. */
  readonly label: SharedLabel;
}

const isShared = (kind: StreamKind): kind is SharedKind => !(neverShared as readonly StreamKind[]).includes(kind);
const withoutCodes: readonly StreamKind[] = ['report', 'ledger-policy', 'ledger-keys', 'ledger-heads'];

/** Whether an agency may see a stream as it stands. What is public is no secret to whoever may see more. */
export function maySee({ codes, kinds, labels }: AgencyEntitlement, stream: StreamStanding): boolean {
  if (!isShared(stream.kind) || !kinds.includes(stream.kind)) return false;
  if (stream.label === 'public' ? labels.length === 0 : !labels.includes(stream.label)) return false;
  if (withoutCodes.includes(stream.kind)) return true;
  return codes === 'every' || stream.codes.some((code) => codes.includes(code));
}
