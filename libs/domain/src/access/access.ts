import { folding, type RecordedOf } from '../event-types.js';
import { accessEvents, type ExportScope, type OpeningScope } from './access.events.js';

export interface AccessRequestOnRecord {
  readonly id: string;
  /** Who asked, as pseudonym of the day's stream. */
  readonly ps: string | undefined;
  readonly opening: OpeningScope | undefined;
  readonly export: ExportScope | undefined;
  readonly approved: boolean;
  /** An approval is for one opening or export. */
  readonly used: boolean;
}

/** The requests of one UTC day, and what became of them. */
export interface AccessState {
  readonly requests: readonly AccessRequestOnRecord[];
}

const noAccess: AccessState = { requests: [] };

/** The stream of the UTC day on which an instant (milliseconds since 1970) falls. */
export const accessStream = (instant: number): string => `access-${new Date(instant).toISOString().slice(0, 10)}`;

function evolveAccess(state: AccessState, event: RecordedOf<typeof accessEvents>): AccessState {
  switch (event.type) {
    case 'AccessRequested': {
      const { opening, export: exported } = event.data;
      const request = { id: event.id, ps: event.by.ps, opening, export: exported, approved: false, used: false };
      return { requests: [...state.requests, request] };
    }
    case 'AccessApproved':
      return withChange(state, event.data.request, { approved: true });
    case 'RecordsRead':
    case 'RecordsExported':
      return withChange(state, event.data.request, { used: true });
  }
}

const withChange = (
  { requests }: AccessState,
  id: string | undefined,
  change: Partial<AccessRequestOnRecord>,
): AccessState => ({ requests: requests.map((one) => (one.id === id ? { ...one, ...change } : one)) });

/** Folds the events of one day's stream, in order. Types it does not know change nothing. */
export const foldAccess = folding(accessEvents, evolveAccess, noAccess);
