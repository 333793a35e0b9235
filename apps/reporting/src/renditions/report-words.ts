import type { CommunicationsReport, PrintedReply, PrintedRow, StatisticsReport } from '#libs/projections';

const kinds: Readonly<Record<string, string>> = {
  acknowledgement: 'acknowledgement',
  interim: 'interim reply',
  substantive: 'reply',
  refusal: 'refusal',
  request_for_time: 'request for time',
  request_for_clarification: 'request for clarification',
};

const texts: Readonly<Record<PrintedReply['text'], string>> = {
  published: '',
  confidential: ', given in confidence',
  withheld: ', not shown',
  not_published: ', text not published',
};

export const abbreviations: readonly (readonly [string, string])[] = [
  ['AL', 'letter of allegation'],
  ['UA', 'urgent appeal'],
  ['OL', 'other letter'],
  ['JAL, JUA, JOL', 'the same, sent by two or more mandates'],
];

/** `2025-05-20 reply, text not published`. */
export const replyWords = (reply: PrintedReply): string =>
  `${dateWords(reply.on)} ${kinds[reply.kind] ?? reply.kind}${texts[reply.text]}${otherLettersWords(reply)}`;

/** ` (same reply as to AL KHM 1/2025, HRC60)`: printed in full and counted there. */
function otherLettersWords({ sameReplyAs, printedWith }: PrintedReply): string {
  if (printedWith === null) return sameReplyAs === null ? '' : ' (answers several letters)';
  const { reference, report } = printedWith;
  const where = [reference === null ? 'printed' : `to ${reference}`, ...(report === null ? [] : [sessionOf(report)])];
  return ` (same reply as ${where.join(reference === null ? ' in ' : ', ')})`;
}

const sessionOf = (report: string): string => report.replace('-communications', '');

/** The day, or what is known of it. */
export const dateWords = (on: string): string => on.slice(0, 10);

export const lateWords = ({ late }: PrintedRow): string => {
  if (late === null) return '';
  if (late === 'own_procedure') return 'counted in an earlier report among the letters of the own procedures';
  return late === 'held_back' ? 'held back in an earlier report' : 'recorded after the report of its period';
};

/** `1 letter`, `2 letters`. */
export const lettersWords = (count: number): string => `${count} ${count === 1 ? 'letter' : 'letters'}`;

/** `Not reproduced (2): …`, with the reason why letters are only counted. */
export function notReproducedWords(count: number): string {
  const counted = `Not reproduced (${count})`;
  if (count === 0) return `${counted}.`;
  const [letters, their, they] =
    count === 1 ? ['this letter was', 'its', 'it is'] : ['these letters were', 'their', 'they are'];
  return `${counted}: ${letters} not published at the position of this report, because ${their} confidentiality window had not ended, ${their} redaction was not approved, or ${their} publication was on hold or withdrawn; ${they} counted, and nothing more is shown.`;
}

/** `Letters of the working groups’ own procedures, not in this report (2)`. */
export const ownProceduresWords = ({ ownProcedures }: CommunicationsReport): string =>
  `${ownProceduresTitle} (${ownProcedures.letters})`;

export const ownProceduresTitle = 'Letters of the working groups’ own procedures, not in this report';

export const titleOf = (report: CommunicationsReport | StatisticsReport): string =>
  report.kind === 'communications'
    ? `Communications report of Special Procedures, ${sessionOf(report.report)}`
    : `Communications of Special Procedures: figures of ${report.year}`;

export const windowWords = ({ windows, previous }: CommunicationsReport): string => {
  const { sentFrom, sentTo, repliesTo } = windows;
  const since = previous === null ? '' : `; it goes on from ${previous.report} at position ${previous.position}`;
  return `Letters sent from ${sentFrom} to ${sentTo}, replies received up to ${repliesTo}${since}.`;
};

/** What stands in every rendition: a letter finds that something was alleged, never that it was so. */
export const caution =
  'Letters speak of alleged violations as they were reported. They determine nothing, and nor does the absence of a reply.';

const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** `20 August 2025, 09:00 UTC` for an RFC 3339 instant in UTC. */
export const instantWords = (time: string): string =>
  `${Number(time.slice(8, 10))} ${months[Number(time.slice(5, 7)) - 1] ?? ''} ${time.slice(0, 4)}, ${time.slice(11, 16)} UTC`;
