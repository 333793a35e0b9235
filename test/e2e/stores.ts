import { KurrentDouble } from '#libs/testing';

/** What a ledger is told so that it keeps its events there. */
export interface RunningStore {
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

/** An event store that a ledger can be kept in; what it writes lies in the folder. */
export interface Store {
  readonly name: string;
  start(folder: string): Promise<RunningStore>;
}

const postgresql: Store = { name: 'PostgreSQL', start: async () => ({ env: {}, stop: async () => undefined }) };

export const kurrentdb: Store = {
  name: 'KurrentDB',
  start: async (folder) => {
    const double = await KurrentDouble.start({ folder });
    return { env: { EVENT_STORE_URL: double.url }, stop: () => double.stop() };
  },
};

let used = postgresql;

/** The store that the specs of this file keep their ledgers in: PostgreSQL, until another is named. */
export const storeInUse = (store = used): Store => (used = store);
