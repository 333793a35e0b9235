import { dayIn, dayInWords } from './dates.js';
import type { UprRecommendation } from './reading.js';
import { firstIn, type Found, joined, matchesIn, phrase, type Span, spanOf, type View } from './view.js';

const review = phrase(String.raw`Universal Periodic Review|\bUPR\b`);
const recommendation = phrase(
  String.raw`(?:\brecommendations?|(?<=\d (?:and|to)|\d,)) ?(?:No|Nos|number|numbers)?\.? ?(?<from>\d{2,3}\.\d{1,3})(?: ?(?:to|through|[-–]) ?(?:(?:recommendation )?No\.? )?(?<to>\d{2,3}\.\d{1,3}))?(?:,? (?:\(?made )?(?:from|by) (?:the )?(?<state>\p{Lu}[\p{L}’' -]*?)(?=\)|,|;|\.| which| that| and| was| were))?(?:\)?,? (?:which |that )?(?:was|were|has been|have been) (?<position>supported|noted|accepted))?`,
  'gu',
);

/** The recommendations of the Universal Periodic Review that a letter recalls, and the day of the review. */
export function uprOf(view: View): Found<UprRecommendation[]> & { readonly on: string | null } {
  const whole = { start: 0, end: view.text.length };
  const mention = firstIn(view, whole, review);
  if (!mention) return { value: [], at: [], on: null };
  const place: Span = { start: mention.index, end: Math.min(whole.end, mention.index + 6000) };
  const matches = matchesIn(view, place, recommendation);
  return { value: matches.map(recommended), at: matches.map(spanOf), on: reviewDay(view, mention.index) };
}

function recommended(match: RegExpExecArray): UprRecommendation {
  const { from = '', to, state, position } = match.groups ?? {};
  return {
    numbers: to === undefined ? from : `${from}-${to}`,
    state: state === undefined ? null : joined(state),
    position: position === undefined ? null : position === 'accepted' ? 'supported' : position,
  };
}

function reviewDay(view: View, from: number): string | null {
  const dated = phrase(String.raw`^[^.]{0,160}? (?:on|of|in) (?:${dayInWords})`, 'u').exec(
    view.text.slice(from, from + 240),
  );
  return (dated && dayIn(dated[0])) ?? null;
}
