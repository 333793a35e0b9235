import { addresseeFile } from '../client/addressee-file.js';
import { connect } from '../client/connect.js';
import type { LedgerClient } from '../client/ledger-client.js';
import { askedQuery, type MomentFlags } from '../client/moment.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns } from '../terminal/columns.js';
import { lateness } from '../terminal/lateness.js';
import { counted, instantWords, printJson, printLines } from '../terminal/print.js';

export interface TimelineFlags extends OutputFlags, Choice {}

/** What of a file is asked for. */
interface Choice extends MomentFlags {
  readonly from?: string;
  readonly to?: string;
  readonly kind?: string;
}

/** The promised shape of `timeline --json`. */
interface Timeline {
  readonly addressee: { readonly code: string; readonly name: string };
  readonly asOf: { readonly position: number; readonly time: string };
  readonly entries: readonly TimelineEntry[];
}

interface TimelineEntry {
  readonly position: number;
  readonly reference?: string;
  readonly on: string;
  readonly time: string;
  readonly title: string;
  readonly imported?: true;
}

/** What happened with regard to a State or other actor, as recorded up to a moment. */
export async function timeline(named: string, { json, ...asked }: TimelineFlags): Promise<void> {
  const client = await connect({ roles: ['mandate_clerk'] });
  const view = await timelineOf(client, named, asked);
  if (json) return printJson(view);
  const { from, to, kind, ...moment } = asked;
  const narrowed = [from, to, kind].some((each) => each !== undefined);
  // Said beside nothing: a range that holds nothing is not a file that does.
  const whole = view.entries.length === 0 && narrowed ? await timelineOf(client, named, moment) : view;
  printLines(timelineWords(view, whole.entries.length));
}

const timelineOf = (client: LedgerClient, named: string, asked: Choice): Promise<Timeline> =>
  addresseeFile(client, named, `timeline${askedQuery(asked)}`);

/** `inAll`: how many entries there are without any choice of dates and kinds. */
function timelineWords({ addressee, asOf, entries }: Timeline, inAll: number): string[] {
  const heading = `${addressee.name} (${addressee.code}), as recorded up to ${instantWords(asOf.time)}`;
  if (inAll === 0) return [heading, '', 'Nothing is recorded for this addressee.'];
  if (entries.length === 0)
    return [heading, '', `Nothing of what was asked for (${counted(inAll, 'entry', 'entries')} in all).`];
  const rows = entries.map(({ on, reference = '', title, imported, position, time }) => [
    on.length > 10 ? `${on.slice(0, 10)} ${on.slice(11, 16)}` : on,
    reference,
    `${position}`,
    time.slice(0, 10),
    followedBy(title, imported ? ' (imported)' : lateness(on, time)),
  ]);
  return [
    heading,
    '',
    ...columns(['On', 'Reference', 'No.', 'Recorded', 'What'], rows),
    '',
    counted(entries.length, 'entry', 'entries'),
  ];
}

/** A sentence that ends in somebody's words may have their full stop. */
const followedBy = (title: string, more: string): string => (more === '' ? title : title.replace(/\.$/u, '') + more);
