import { connect } from '../client/connect.js';
import type { OutputFlags } from '../terminal/failure.js';
import { columns, instantWords, printJson, printLines } from '../terminal/print.js';

/** The promised shape of `due --json`. */
interface Due {
  readonly asOf: { readonly position: number; readonly time: string; readonly day?: string };
  readonly items: readonly DueItem[];
}

interface DueItem {
  readonly reference: string;
  readonly kind: string;
  readonly dueOn: string;
  readonly state: 'due' | 'overdue';
  readonly rule: string;
  readonly next: string;
}

/** What is due and overdue, each with the rule it came from and the next act. */
export async function due({ json }: OutputFlags): Promise<void> {
  const client = await connect({ roles: ['mandate_clerk'] });
  const view = await client.json<Due>('/v1/obligations');
  if (json) printJson(view);
  else printLines(dueWords(view));
}

function dueWords({ asOf, items }: Due): string[] {
  const heading = `Due as of ${asOf.day ?? instantWords(asOf.time)}`;
  if (items.length === 0) return [heading, '', 'Nothing is due.'];
  const rows = items.map(({ dueOn, state, reference, kind, next }) => [dueOn, state, reference, kind, next]);
  const rules = [...new Set(items.map(({ kind, rule }) => `${kind}: ${rule}`))];
  return [
    heading,
    '',
    ...columns(['By', 'Status', 'Reference', 'What', 'Next'], rows),
    '',
    'By which rule',
    ...rules.map((rule) => `  ${rule}`),
  ];
}
