import { firstDay, recogniseMandate } from '#libs/domain';
import { isJsonObject } from '#libs/ledger';

import type { Draft } from './entry.js';

/** What is taken as it is, and should be looked at. Never holds what stands in a cell, like a fault. */
export interface Warning {
  readonly column: 'mandates';
  readonly reason: string;
}

/** A mandate under a name that nobody knows is recorded as printed, and counted in no figure of any mandate. */
export function warningsOf({ kind, body }: Draft): readonly Warning[] {
  const letter = kind === 'history' ? body['letter'] : body;
  if (kind === 'void' || !isJsonObject(letter)) return [];
  const { mandates, on } = letter;
  if (!Array.isArray(mandates) || typeof on !== 'string') return [];
  return mandates.flatMap((title: unknown, index) =>
    typeof title !== 'string' || recogniseMandate(title, firstDay(on)) !== undefined
      ? []
      : [{ column: 'mandates', reason: `no. ${index + 1} is no mandate that is known here; it is taken as printed` }],
  );
}
