import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openPostgresEventStore } from '#libs/event-store';
import { KeyFileSigner, openKeyStore, SystemEntropy } from '#libs/keyring';
import type { Role } from '#libs/ledger';
import { bootstrap, DevelopmentIssuer, SystemClock } from '#libs/service';
import { registryOn } from '../registry-on.js';
import { MemoryWatch } from '../memory/memory-watch.js';

/*
 * A registry on a ledger that is there already. It makes one bundle, as it does for whoever asks over HTTP, and says how long that took, how
 * large the bundle is, and by how much the process was larger meanwhile than before. The bundle is not fetched.
 */
const [events = '', keys = '', home = '', notary = '', audience = ''] = process.argv.slice(2);
const [clock, entropy] = [new SystemClock(), new SystemEntropy()];
const store = await openPostgresEventStore(events);
const keyStore = await openKeyStore({ url: keys, keyEncryptionKeys: join(home, 'kek'), entropy });
const issuer = await KeyFileSigner.open(join(home, 'keys', 'issuer.jwk'), entropy);
const registry = await registryOn({ store, keyStore, issuer }, home, notary);
const authenticator = await DevelopmentIssuer.create();
const listen = { host: '127.0.0.1', port: 0, logLevel: 'silent' } as const;
const service = await bootstrap({ modules: [registry], authenticator, readiness: [] }, listen);

interface Job {
  readonly id: string;
  readonly state: string;
  readonly code?: string;
}

let writes = 0;
async function ask(path: string, role: Role, body?: object): Promise<Response> {
  const token = await authenticator.issue(role, [role]);
  const headers = {
    ...{ authorization: `Bearer ${token}`, 'idempotency-key': `${process.pid}-${writes++}` },
    ...(body && { 'content-type': 'application/json' }),
  };
  const sent = body && { method: 'POST', body: JSON.stringify(body) };
  return fetch(`${service.url}${path}`, { headers, ...sent });
}

/** Of an auditor's bundle a second person has approved the request. */
async function ordered(): Promise<Job> {
  if (audience !== 'auditor')
    return (await (await ask('/v1/bundles', 'mandate_clerk', { audience, code: 'KHM' })).json()) as Job;
  const on = new Date(clock.now()).toISOString();
  const wish = { on, purpose: 'to measure', export: { audience, code: null } };
  const asked = (await (await ask('/v1/access-requests', 'auditor', wish)).json()) as { events: { eventId: string }[] };
  const request = asked.events[0]?.eventId;
  await ask('/v1/access-requests/approvals', 'protection_focal_point', { on, request });
  return (await (await ask('/v1/bundles', 'auditor', { audience, request })).json()) as Job;
}

const watch = new MemoryWatch();
watch.alive();
watch.mark(0, 'before');
const looking = setInterval(() => watch.look(), 20);
const began = performance.now();
const { id } = await ordered();
let bytes: number | undefined;
while (bytes === undefined) {
  await pause(50);
  const answer = await ask(`/v1/bundles/${id}`, audience === 'auditor' ? 'auditor' : 'mandate_clerk');
  if (answer.headers.get('content-type') === 'application/zip') bytes = Number(answer.headers.get('content-length'));
  else if (((await answer.json()) as Job).state !== 'working') throw new Error('the bundle could not be made');
  if (bytes !== undefined) await answer.body?.cancel();
}
clearInterval(looking);
const seconds = (performance.now() - began) / 1000;
process.stdout.write(`${JSON.stringify({ bytes, seconds, growth: watch.growth(0) })}\n`);
await service.close();
await store.close();
await keyStore.close();
