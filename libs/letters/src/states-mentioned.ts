import { knownStateNames, recipient } from './state-names.js';
import { joined, matchesIn, phrase, type Span, type View } from './view.js';

/** A State that the introduction of a letter names, and what as. */
export interface PrintedState {
  readonly printed: string;
  readonly code: string | null;
  readonly role: 'victims_origin' | 'perpetrators_nationality' | 'location' | 'mentioned';
}

const introductionEnds = phrase(
  String.raw`\b(?:According to the information received|Según la información recibida|Selon les informations reçues)`,
);
const cues: readonly (readonly [PrintedState['role'], RegExp])[] = [
  [
    'victims_origin',
    phrase(String.raw`\b(?:originating|originally|coming) from\b|\b(?:victims|workers|nationals) (?:of|from)\b`),
  ],
  ['perpetrators_nationality', phrase(String.raw`\bperpetrat|\bnationalit(?:y|ies)\b`)],
  ['location', phrase(String.raw`\b(?:located|based|operating|held|detained|taking place) in\b`)],
];
const names = phrase(
  String.raw`(?<![\p{L}’'-])(?:${knownStateNames.map((name) => name.replace(/[()]/gu, String.raw`\$&`).replaceAll('’', "[’']")).join('|')})(?![\p{L}-])`,
);

/** States named between the salutation and "According to the information received"; the cue last printed before a name gives its role. */
export function statesMentioned(view: View, body: Span): PrintedState[] {
  const end = matchesIn(view, body, introductionEnds)[0]?.index ?? Math.min(body.end, body.start + 3000);
  const introduction = { start: body.start, end };
  const places = cues.flatMap(([role, cue]) =>
    matchesIn(view, introduction, cue).map(({ index }) => ({ role, index })),
  );
  places.sort((a, b) => a.index - b.index);
  const found = new Map<string, PrintedState>();
  for (const match of matchesIn(view, introduction, names).filter(({ 0: text }) => /^\p{Lu}/u.test(text))) {
    const role = places.filter(({ index }) => index < match.index).at(-1)?.role ?? 'mentioned';
    const printed = joined(match[0]);
    const { code } = recipient(printed);
    const first = `${code ?? printed} ${role}`;
    if (!found.has(first)) found.set(first, { printed, code, role });
  }
  return [...found.values()].filter(({ role }) => role !== 'mentioned');
}
