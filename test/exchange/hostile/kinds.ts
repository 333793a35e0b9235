import type { IHeaders } from 'kafkajs';

import type { Message, SubmittingAgency, ToSubmit } from '#libs/testing';

import { allegationBody } from '../../e2e/allegation-body.js';
import type { Cast } from './cast.js';

/** A message as any program could put it on a topic. */
export interface Raw {
  readonly value: Buffer | null;
  readonly headers: IHeaders;
}

/** What hostile messages are made from. */
export interface Made {
  readonly cast: Cast;
  readonly below: (limit: number) => number;
  /** An id that no message before had. */
  readonly id: string;
  /** What was recorded before, to be sent again. */
  readonly before: Message;
}

/** One way of meaning harm, and what may become of it: a code, or `recorded`. */
export interface Kind {
  readonly make: (made: Made) => Raw | Promise<Raw>;
  readonly ends: readonly string[];
  /** Made one time in so many that it would be another's turn; for what is large. */
  readonly rare?: number;
}

export type Kinds = Readonly<Record<string, Kind>>;

export const unreadable = ['SUBMISSION_UNREADABLE'];
export const unverified = ['SUBMISSION_UNVERIFIED'];
export const misdirected = ['SUBMISSION_MISDIRECTED'];

export const data = { ...allegationBody(), on: '2025-02-20' };

export const honest = (agency: SubmittingAgency, id: string, more: Partial<ToSubmit> = {}): Promise<Message> =>
  agency.message({ id, type: 'AllegationReceived', data, ...more });

/** Under the headers that it should have. */
export const raw = (value: Uint8Array | string, { agency }: Cast, id: string): Raw => ({
  value: Buffer.from(value),
  headers: { ce_source: agency.source, ce_id: id },
});

export const sent = ({ source, id, text }: Pick<Message, 'source' | 'id' | 'text'>): Raw => ({
  value: Buffer.from(text),
  headers: { ce_source: source, ce_id: id },
});

/** A well-sealed message around this text, signed by the agency. */
export const signed = async ({ cast, id }: Made, payload: string, typ?: string): Promise<Raw> =>
  raw(await cast.agency.seal(await cast.agency.sign(payload, typ)), cast, id);

/** The claims of an honest message as text, in which anything can be put. */
export const claimsText = ({ cast, id }: Made, body: string): string =>
  `{"iss":"${cast.agency.source}","jti":"${id}","aud":"${cast.origin}","exp":4102444800,"type":"AllegationReceived","data":${body}}`;

export const noise = (length: number, below: (limit: number) => number): Buffer =>
  Buffer.from(Array.from({ length }, () => below(256)));
