import { KurrentDouble } from '#libs/testing';

/** What a ledger is told so that it keeps its events there. */
export interface RunningStore {
  readonly env: Record<string, string>;
  stop(): Promise<void>;
}

/** The event stores that a ledger can be kept in; what they write lies in the folder. */
export const stores: readonly { readonly name: string; start(folder: string): Promise<RunningStore> }[] = [
  { name: 'PostgreSQL', start: async () => ({ env: {}, stop: async () => undefined }) },
  {
    name: 'KurrentDB',
    start: async (folder) => {
      const double = await KurrentDouble.start({ folder });
      return { env: { EVENT_STORE_URL: double.url }, stop: () => double.stop() };
    },
  },
];
