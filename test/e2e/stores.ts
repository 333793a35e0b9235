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

const kurrentdb: Store = {
  name: 'KurrentDB',
  start: async (folder) => {
    const double = await KurrentDouble.start({ folder });
    return { env: { EVENT_STORE_URL: double.url }, stop: () => double.stop() };
  },
};

/** Where the ledgers of this run keep their events: on PostgreSQL with `npm test`, on KurrentDB with `npm run test:services`. */
export const storeOfRun = (): Store =>
  (globalThis as { readonly eventStore?: unknown }).eventStore === kurrentdb.name ? kurrentdb : postgresql;
