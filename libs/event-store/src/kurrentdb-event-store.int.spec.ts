import { describeEventStore, freshDatabase, startKurrentDb } from '#libs/testing';
import { afterAll } from '@jest/globals';
import { openKurrentEventStore } from './kurrentdb-event-store.js';

const servers: { stop(): Promise<void> }[] = [];
afterAll(async () => {
  for (const server of servers) await server.stop();
});

describeEventStore('KurrentDB', async () => {
  const server = await startKurrentDb();
  servers.push(server);
  const { url, stream } = server;
  const indexUrl = await freshDatabase('index');
  return { url, open: (by = url) => openKurrentEventStore(by, { indexUrl, stream }) };
});
