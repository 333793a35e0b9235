import { articlesBeside } from './articles.js';
import { dayIn, dayInWords } from './dates.js';
import { type KnownInstrument, knownInstruments } from './instrument-table.js';
import type { Instrument, InstrumentStatus } from './reading.js';
import { type Flag, type Found, matchesIn, phrase, type Span, spanOf, type View } from './view.js';

/** A place where an instrument is named. */
export interface Mention extends Span {
  readonly instrument: KnownInstrument;
}

export interface Instruments {
  /** With a printed act of the State, or a numbered ILO convention. */
  readonly bound: Found<Instrument[]>;
  readonly further: Instrument[];
  readonly flags: readonly Flag[];
}

interface Act {
  readonly status: InstrumentStatus;
  readonly date: string;
  readonly end: number;
}

const date = String.raw`(?:on|in) (?<date>${dayInWords}|(?:19|20)\d\d)(?!\d)`;
const actAfter = phrase(
  String.raw`^(?<gap>(?!\.\s+\p{Lu}|[;]).{0,160}?)\b(?<verb>ratified|ratification|acceded|accession|signed|adopted)\b(?: to)?(?:,? by (?<who>[^.;]{1,90}?))? ${date}`,
  'su',
);
const actBefore = phrase(String.raw`\b(?<verb>ratified|acceded to|signed) (?:the )?$`, 'iu');
const dateAfter = phrase(String.raw`^(?: ?\([^)]{1,60}\))?,? ${date}`, 'u');
const stem: Readonly<Record<string, InstrumentStatus>> = {
  rati: 'ratified',
  acce: 'acceded',
  sign: 'signed',
  adop: 'adopted',
};

/** The instruments a letter names, with the act of the State printed beside them: the verb as printed, whatever the depositary records. */
export function instrumentsOf(view: View): Instruments {
  const mentions = mentionsOf(view);
  const found = new Map<KnownInstrument, { mentions: Mention[]; acts: (Act & { at: Span })[] }>();
  mentions.forEach((mention, index) => {
    const entry = found.get(mention.instrument) ?? { mentions: [], acts: [] };
    entry.mentions.push(mention);
    const act = actOn(view, mentions, index);
    if (act) entry.acts.push({ ...act, at: { start: mention.start, end: act.end } });
    found.set(mention.instrument, entry);
  });
  const all = [...found].map(([known, { mentions: places, acts }]) => ({
    instrument: instrumentFrom(known, acts[0], articlesBeside(view, mentions, known)),
    at: acts[0]?.at ?? places[0] ?? { start: 0, end: 0 },
    acts,
  }));
  all.sort((a, b) => a.at.start - b.at.start);
  const bound = all.filter(({ instrument }) => bindsTheState(instrument));
  return {
    bound: { value: bound.map(({ instrument }) => instrument), at: bound.map(({ at }) => at) },
    further: all.filter(({ instrument }) => !bindsTheState(instrument)).map(({ instrument }) => instrument),
    flags: all.flatMap(({ instrument, acts }) => differing(instrument.name, acts)),
  };
}

const bindsTheState = ({ short = '', status }: Instrument): boolean =>
  short.startsWith('ILO C') || (status !== 'none' && status !== 'adopted');

const instrumentFrom = (known: KnownInstrument, act: Act | undefined, articles: readonly string[]): Instrument => ({
  name: known.name,
  short: known.short,
  status: act?.status ?? 'none',
  date: act?.date ?? null,
  articles,
});

/** All mentions in order; one that stands inside a longer one (the Covenant in the title of its Protocol) is none of its own. */
function mentionsOf(view: View): Mention[] {
  const whole = { start: 0, end: view.text.length };
  const all = knownInstruments.flatMap((instrument) =>
    instrument.printed.flatMap((printed) =>
      matchesIn(view, whole, phrase(printed, /\(\?<!\[/u.test(printed) ? 'gu' : 'giu')).map((match) => ({
        ...spanOf(match),
        instrument,
      })),
    ),
  );
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Mention[] = [];
  for (const mention of all) if (mention.start >= (kept.at(-1)?.end ?? 0)) kept.push(mention);
  return kept;
}

/** The act printed with a mention: `ratified by … on 26 May 1992` behind it, `ratified the … on` around it. */
function actOn(view: View, mentions: readonly Mention[], index: number): Act | undefined {
  const mention = mentions[index];
  if (!mention) return undefined;
  const next = mentions[index + 1];
  const after = view.text.slice(mention.end, mention.end + 340);
  const around = actBefore.exec(view.text.slice(Math.max(0, mention.start - 40), mention.start));
  const dated = around && dateAfter.exec(after);
  if (around && dated) return actFrom(around.groups?.['verb'], dated, mention.end);
  const match = actAfter.exec(after);
  if (!match || sentenceEnds(match.groups?.['gap'] ?? '')) return undefined;
  const crossed = next !== undefined && next.start < mention.end + (match.groups?.['gap'] ?? '').length;
  if (crossed && !sharedAct(view, mention, next, match)) return undefined;
  return actFrom(match.groups?.['verb'], match, mention.end);
}

/** `the ICCPR and the ICESCR, both ratified by …`. */
const sharedAct = (view: View, mention: Mention, next: Mention, match: RegExpExecArray): boolean =>
  /^,?\s*(?:\([^)]*\))?\s*and\s+(?:the\s+)?$/u.test(view.text.slice(mention.end, next.start)) &&
  /\bboth\b/u.test(match.groups?.['gap'] ?? '');

const sentenceEnds = (gap: string): boolean => /(?<!\b(?:No|Nos|art|arts|para|paras))\.["”)]?\s+\p{Lu}/u.test(gap);

function actFrom(verb: string | undefined, match: RegExpExecArray, offset: number): Act | undefined {
  const printed = match.groups?.['date'] ?? '';
  const day = /^\d{4}$/u.test(printed) ? printed : dayIn(printed);
  const status = stem[(verb ?? '').slice(0, 4).toLowerCase()];
  if (day === undefined || status === undefined) return undefined;
  return { status, date: day, end: offset + match.index + match[0].length };
}

function differing(name: string, acts: readonly Act[]): Flag[] {
  if (new Set(acts.map(({ status, date: day }) => `${status} ${day}`)).size < 2) return [];
  return [
    {
      code: 'INSTRUMENT_ACTS_DIFFER',
      message: `The letter prints more than one act or date for the ${name}; the first was taken.`,
    },
  ];
}
