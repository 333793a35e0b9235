import {
  addresseeName,
  isLetterType,
  mandateShort,
  mandateTitle,
  otherActorCode,
  recogniseMandate,
  reportLabel,
} from '#libs/domain';

import type { JsonObject } from '#libs/ledger';

import { communicationKey, printedReference } from '../communication-key.js';
import { objectOf, textOf } from '../reading.js';
import type { Late, PrintedLetter } from './report-course.js';
import type { PlacedReply } from './reply-places.js';
import type { LetterReply, ReportedLetter } from './reported-letters.js';

/** A mandate as a row names it: its short name, or the title as the letter prints it where it is not recognised. */
export interface PrintedMandate {
  readonly id: string | null;
  readonly name: string;
  readonly title: string;
}

export interface PrintedReply {
  readonly event: string;
  readonly on: string;
  readonly kind: string;
  readonly language: string | null;
  /** Whether its text is public, was given in confidence, is withheld, or none of these. */
  readonly text: 'published' | 'confidential' | 'withheld' | 'not_published';
  /** The record of the same reply with another letter that it answers, too. */
  readonly sameReplyAs: string | null;
  /** Where it is printed in full and counted; `null` when that is here. */
  readonly printedWith: PrintedWith | null;
}

/** The row that has the same reply in full. */
export interface PrintedWith {
  /** The letter's reference; `null` when it is not published any more. */
  readonly reference: string | null;
  /** The earlier report in which the row stands; `null` when that is this report. */
  readonly report: string | null;
}

/** What rows are printed with. */
export interface Printing {
  /** The day whose names are used. */
  readonly on: string;
  readonly session: number;
  /** Every letter that counts, so that one can be named beside another. */
  readonly letters: readonly ReportedLetter[];
}

/** A row of the report. Everything in it stands in clear in a record that everyone may read. */
export interface PrintedRow {
  readonly on: string;
  /** With a J where two or more mandates sign: `JAL KHM 1/2025`. */
  readonly reference: string;
  readonly late: Late | null;
  readonly mandates: readonly PrintedMandate[];
  readonly summary: { readonly language: string; readonly text: string } | null;
  /** Where it was published before this ledger. */
  readonly publishedAt: string | null;
  readonly replies: readonly PrintedReply[];
}

/** The rows of one addressee: a State under its name of the day, or one other actor. */
export interface PrintedAddressee {
  readonly code: string;
  readonly name: string;
  readonly letters: readonly PrintedRow[];
}

/** Addressees by name, then code; their letters by date, then number. */
export function printedAddressees(
  printed: readonly PrintedLetter[],
  { on, session, letters: known }: Printing,
): readonly PrintedAddressee[] {
  const published = known.filter(({ publication }) => publication !== undefined);
  const references = new Map(published.map((letter) => [letter.counted.stream, labelledReference(letter)]));
  const places = { session, references };
  const groups = new Map<string, { code: string; name: string; letters: PrintedLetter[] }>();
  for (const one of printed) {
    const { code } = one.letter.counted;
    const name = code === otherActorCode ? one.letter.counted.addressee : (addresseeName(code, { on }) ?? code);
    const group = groups.get(`${code} ${name}`) ?? { code, name, letters: [] };
    groups.set(`${code} ${name}`, group);
    group.letters.push(one);
  }
  const sorted = [...groups.values()].sort(
    (a, b) => inOrder(alphabetic(a.name), alphabetic(b.name)) || inOrder(a.code, b.code),
  );
  return sorted.map(({ code, name, letters }) => ({
    code,
    name,
    letters: letters.sort(byDate).map((one) => rowOf(one, places)),
  }));
}

const inOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `Côte d’Ivoire` stands where `Cote d’Ivoire` would, on every machine. */
const alphabetic = (name: string): string => name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

function byDate({ letter: a }: PrintedLetter, { letter: b }: PrintedLetter): number {
  const [left, right] = [communicationKey(a.counted.stream), communicationKey(b.counted.stream)];
  const numbers = (left?.year ?? 0) - (right?.year ?? 0) || (left?.serial ?? 0) - (right?.serial ?? 0);
  return inOrder(a.day, b.day) || numbers;
}

interface Places {
  readonly session: number;
  /** Of published letters, by stream. */
  readonly references: ReadonlyMap<string, string>;
}

function rowOf({ letter, late, replies }: PrintedLetter, places: Places): PrintedRow {
  const { publication = {} } = letter;
  return {
    on: letter.on,
    reference: labelledReference(letter),
    late,
    mandates: letter.mandates.map((title) => mandateOf(title, letter.day)),
    summary: summaryOf(letter),
    publishedAt: addressOf(publication),
    replies: [...replies]
      .sort((a, b) => inOrder(a.day, b.day) || a.position - b.position)
      .map((reply) => replyOf(reply, places)),
  };
}

/** Only what opens as a page. */
function addressOf(publication: JsonObject): string | null {
  const url = textOf(objectOf(publication, 'publishedElsewhere') ?? {}, 'url');
  return url !== undefined && /^https?:\/\//.test(url) ? url : null;
}

/** `JAL KHM 1/2025`. */
export function labelledReference({ counted, label, mandates }: ReportedLetter): string {
  const key = communicationKey(counted.stream);
  const printed = isLetterType(label) ? reportLabel(label, mandates.length) : label;
  return key === undefined ? counted.reference : printedReference(key, printed);
}

function mandateOf(printed: string, day: string): PrintedMandate {
  const id = recogniseMandate(printed, day);
  if (id === undefined) return { id: null, name: printed, title: printed };
  return { id, name: mandateShort(id) ?? printed, title: mandateTitle(id, day) ?? printed };
}

/** The summary it was published with; what was published elsewhere has none and shows its subject. */
function summaryOf({ publication = {}, subject }: ReportedLetter): PrintedRow['summary'] {
  const summary = objectOf(publication, 'summary') ?? {};
  const text = textOf(summary, 'text') ?? subject;
  return text === null ? null : { language: textOf(summary, 'language') ?? 'en', text };
}

function replyOf({ elsewhere, ...reply }: PlacedReply, { session, references }: Places): PrintedReply {
  const { event, on, kind, language, sameReplyAs } = reply;
  const printedWith = elsewhere && {
    reference: references.get(elsewhere.stream) ?? null,
    report: elsewhere.session === session ? null : `HRC${elsewhere.session}-communications`,
  };
  return { ...{ event, on, kind, language, sameReplyAs, printedWith }, text: textStateOf(reply) };
}

function textStateOf(reply: Pick<LetterReply, 'published' | 'confidential' | 'withheld'>): PrintedReply['text'] {
  if (reply.published) return 'published';
  if (reply.withheld) return 'withheld';
  return reply.confidential ? 'confidential' : 'not_published';
}
