import type { Draft } from '#libs/event-store';
import { clearData, type Place, statementPayload } from './sample-event.js';

/** Drafts are made inside a decision; what they need from elsewhere is fetched before it, once a command. */
export interface DraftSource {
  prepare(): Promise<(place: Place) => Draft>;
}

/** Events in which nothing is sealed. */
export const clearDrafts: DraftSource = {
  prepare: () =>
    Promise.resolve((place) => ({
      stream: place.stream,
      id: place.id,
      payload: statementPayload(place, clearData, {}),
    })),
};
