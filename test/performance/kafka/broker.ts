import { fork } from 'node:child_process';

/** The brokers of a run: those at `KAFKA_BROKERS`, else one that is started for it. */
export interface Broker {
  readonly addresses: readonly string[];
  end(): Promise<void>;
}

const program = 'dist/libs/testing/src/kafka/main.js';

export async function startBroker(): Promise<Broker> {
  const given = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter((address) => address !== '');
  if (given.length > 0) return { addresses: given, end: () => Promise.resolve() };
  const child = fork(program);
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const addresses = await new Promise<readonly string[]>((resolve, reject) => {
    child.once('message', ({ brokers }: { brokers: readonly string[] }) => resolve(brokers));
    void gone.then(() => reject(new Error('the Kafka broker of the run has not started')));
  });
  const end = (): Promise<void> => {
    child.disconnect();
    return gone;
  };
  return { addresses, end };
}
