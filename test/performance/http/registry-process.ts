import { join } from 'node:path';
import { foundTheLedger, provenKey } from '#apps/registry';
import { openPostgresEventStore } from '#libs/event-store';
import { Identifiers, KeyFileSigner, openKeyStore, SystemEntropy } from '#libs/keyring';
import { askedToEnd, bootstrap, described, DevelopmentIssuer, SystemClock } from '#libs/service';
import { registryOn } from '../registry-on.js';
import { NothingController } from './nothing.controller.js';

/*
 * The whole registry on a ledger just founded, with routes beside its own that store nothing. It says where it answers and under which
 * token a clerk writes, and runs until it is asked to end.
 */
class NothingModule {}

const [events = '', keys = '', home = ''] = process.argv.slice(2);
const origin = 'bench.example/ledger';
const [clock, entropy] = [new SystemClock(), new SystemEntropy()];
const store = await openPostgresEventStore(events);
const keyStore = await openKeyStore({ url: keys, keyEncryptionKeys: join(home, 'kek'), entropy });
const issuer = await KeyFileSigner.open(join(home, 'issuer.jwk'), entropy);
const log = await provenKey(await KeyFileSigner.open(join(home, 'log.jwk'), entropy), origin, 'log');
await foundTheLedger({ store, clock, identifiers: await Identifiers.from(keyStore), issuer, log, origin });
const registry = await registryOn({ store, keyStore, issuer }, home, '');
const authenticator = await DevelopmentIssuer.create();
const fact = { about: 'Takes a body and stores nothing.', answer: { type: 'object' }, codes: [] };
const routes = { 'NothingController.send': fact, 'NothingController.remind': fact };
const place = { required: true, description: 'A part of the reference.', schema: { type: 'string' } };
const parameters = { code: place, serial: place, year: place };
const nothing = described([NothingController], { facts: { routes, answers: {} }, parameters });
const service = await bootstrap(
  { modules: [registry, { module: NothingModule, controllers: nothing }], authenticator, readiness: [] },
  { host: '127.0.0.1', port: 0, logLevel: 'info' },
);
const token = await authenticator.issue('clerk', ['mandate_clerk']);
process.stdout.write(`${JSON.stringify({ url: service.url, token })}\n`);
await askedToEnd();
await service.close();
await store.close();
await keyStore.close();
