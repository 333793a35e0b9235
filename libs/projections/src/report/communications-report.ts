import { answersLetter, type ReplyKind, replyKinds, reportWindows2010 } from '#libs/domain';
import type { RecordedEvent } from '#libs/ledger';

import { byJointness, byKind, byRegion } from '../figures/breakdowns.js';
import type { AsAt } from '../figures/figure-events.projection.js';
import { draftsOf } from './drafts.js';
import { ownProcedures, type OwnProcedures } from './own-procedures.js';
import { labelledReference, type PrintedAddressee, printedAddressees } from './printed-rows.js';
import { type PrintedLetter, type ReportCourse, reportCourse } from './report-course.js';

/** Letters in parts, each in one; whole per cents by largest remainder. Names no letter: those held back are counted, too. */
export type ReportShares = readonly { readonly key: string; readonly value: number; readonly percent: number }[];

export interface ReportStatistics {
  /** Letters of section A, printed or held back. */
  readonly letters: number;
  readonly kinds: ReportShares;
  readonly regions: ReportShares;
  readonly joint: ReportShares;
  /** Replies printed in full: interim and substantive ones and refusals. Each is so in one report, however many letters it answers. */
  readonly replies: number;
}

/** What a draft prints that the draft before it did not, and the other way round. */
export interface ReportChanges {
  /** The position of the draft before. */
  readonly since: number;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** The joint Communications Report of a session at a position (design page 2.7). */
export interface CommunicationsReport {
  readonly kind: 'communications';
  readonly report: string;
  readonly asAt: AsAt;
  readonly policy: string;
  /** Letters sent in these days, and the last day of the replies to them. */
  readonly windows: { readonly sentFrom: string; readonly sentTo: string; readonly repliesTo: string };
  /** The report it goes on from; `null` where this ledger holds none. */
  readonly previous: { readonly report: string; readonly position: number } | null;
  readonly sectionA: readonly PrintedAddressee[];
  readonly sectionB: readonly PrintedAddressee[];
  /** Letters held back at the position: of section A, and of earlier reports with replies that came since. */
  readonly notReproduced: { readonly sectionA: number; readonly sectionB: number };
  /** Letters of the working groups' own procedures: not in this report. */
  readonly ownProcedures: OwnProcedures;
  readonly mandates: readonly { readonly name: string; readonly titles: readonly string[] }[];
  readonly statistics: ReportStatistics;
  /** `null` in the first draft. */
  readonly changes: ReportChanges | null;
}

/** The report of a session from events by position, at or before `asAt`; `undefined` for a session without a joint report. */
export function communicationsReport(
  events: readonly RecordedEvent[],
  { session, asAt }: { readonly session: number; readonly asAt: AsAt },
): CommunicationsReport | undefined {
  const course = reportCourse(events, { session, position: asAt.position });
  if (course === undefined) return undefined;
  const { windows, previous } = course;
  const on = asAt.time.slice(0, 10);
  const printing = { on, session, letters: course.known };
  const sectionA = printedAddressees(course.letters, printing);
  const sectionB = printedAddressees(course.earlierLetters, printing);
  return {
    kind: 'communications',
    report: nameOf(session),
    ...{ asAt, policy: reportWindows2010.file, sectionA, sectionB },
    windows: { sentFrom: windows.sent.from, sentTo: windows.sent.until, repliesTo: windows.replies.until },
    previous: previous === undefined ? null : { report: nameOf(previous.session), position: previous.position },
    notReproduced: { sectionA: course.heldBack.length, sectionB: course.heldBackEarlier.length },
    ownProcedures: ownProcedures(course.own, printing),
    mandates: appendix([...sectionA, ...sectionB]),
    statistics: statisticsOf(course),
    changes: changesOf(events, course, asAt.position),
  };
}

const nameOf = (session: number): string => `HRC${session}-communications`;

/** The mandates named, by the name that rows use, with the titles they bore. */
function appendix(addressees: readonly PrintedAddressee[]): CommunicationsReport['mandates'] {
  const titles = new Map<string, Set<string>>();
  for (const { name, title } of addressees.flatMap(({ letters }) => letters.flatMap((row) => row.mandates)))
    titles.set(name, (titles.get(name) ?? new Set()).add(title));
  return [...titles].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, all]) => ({ name, titles: [...all].sort() }));
}

function statisticsOf({ letters, earlierLetters, heldBack }: ReportCourse): ReportStatistics {
  const firstHere = letters.filter(({ late }) => late !== 'own_procedure');
  const counted = [...firstHere.map(({ letter }) => letter), ...heldBack].map((letter) => letter.counted);
  const shares = (rows: ReturnType<typeof byKind>): ReportShares =>
    rows.map(({ key, value, percent }) => ({ key, value, percent }));
  const replies = [...letters, ...earlierLetters].flatMap((one) => one.replies);
  return {
    letters: counted.length,
    kinds: shares(byKind(counted)),
    regions: shares(byRegion(counted)),
    joint: shares(byJointness(counted)),
    replies: replies.filter(({ kind, elsewhere }) => isAnswer(kind) && elsewhere === null).length,
  };
}

const isAnswer = (kind: string): boolean =>
  (replyKinds as readonly string[]).includes(kind) && answersLetter(kind as ReplyKind);

/** Against the last draft on record that was made at an earlier position. */
function changesOf(events: readonly RecordedEvent[], course: ReportCourse, position: number): ReportChanges | null {
  const { session } = course;
  const draft = draftsOf(events, nameOf(session)).findLast((one) => one.position < position);
  const before = draft && reportCourse(events, { session, position: draft.position });
  if (draft === undefined || before === undefined) return null;
  const [then, now] = [printedLines(before), printedLines(course)];
  return {
    since: draft.position,
    added: now.filter((line) => !then.includes(line)),
    removed: then.filter((line) => !now.includes(line)),
  };
}

/** `JAL KHM 1/2025`, and `JAL KHM 1/2025: reply of 2025-05-20`. */
const printedLines = ({ letters, earlierLetters }: ReportCourse): string[] =>
  [...new Set([...letters, ...earlierLetters].flatMap(linesOf))].sort();

function linesOf({ letter, replies }: PrintedLetter): string[] {
  const reference = labelledReference(letter);
  return [reference, ...replies.map(({ on }) => `${reference}: reply of ${on}`)];
}
