import { join } from 'node:path';
import { openNotary } from '#apps/notary';
import { foundingOf, openPostgresEventStore } from '#libs/event-store';
import { heldSigners, SystemEntropy } from '#libs/keyring';
import { askedToEnd, bootstrap, DevelopmentIssuer } from '#libs/service';

/*
 * A notary on a filled store. It says how long it took to take up or make its tree and to serve, and what it occupied at its largest, and
 * runs until it is asked to end.
 */
const [url = '', home = ''] = process.argv.slice(2);
const began = performance.now();
const store = await openPostgresEventStore(url, { as: 'reader' });
const keys = () => heldSigners(join(home, 'keys'), 'log', new SystemEntropy());
const parts = { store, keys, home, witnessPolicy: undefined, ...(await foundingOf(store)) };
const { notary, module } = await openNotary(parts);
const opened = performance.now();
const authenticator = await DevelopmentIssuer.create();
const service = await bootstrap(
  { modules: [module], authenticator, readiness: [] },
  { host: '127.0.0.1', port: 0, logLevel: 'warn' },
);
const seconds = (performance.now() - began) / 1000;
const token = await authenticator.issue('auditor', ['auditor']);
const said = {
  ...{ url: service.url, token, size: notary.checkpoint.size, seconds },
  treeSeconds: (opened - began) / 1000,
  mebibytes: process.resourceUsage().maxRSS / 1024,
};
process.stdout.write(`${JSON.stringify(said)}\n`);
await askedToEnd();
await service.close();
await store.close();
