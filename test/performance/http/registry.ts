import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Server } from '../store/server.js';

/** A registry in a process of its own, and connections to it that stay open. */
export interface Registry {
  /** A write under a new Idempotency-Key. Rejects unless it was answered with 201. */
  write(method: 'PUT' | 'POST', path: string, body: string): Promise<void>;
  end(): Promise<void>;
}

/** As `npm start` runs the services. */
const serviceFlags = ['--max-semi-space-size=64'];

/** Starts it on databases of its own. What it logs goes to where nobody reads it, as fast as the system takes it. */
export async function startRegistry(server: Server): Promise<Registry> {
  const [events, keys] = [await server.database('events'), await server.database('keys')];
  const file = join(import.meta.dirname, 'registry-process.js');
  const flags = (process.env['REGISTRY_NODE_OPTIONS'] ?? '').split(' ').filter((flag) => flag !== '');
  const child = spawn(process.execPath, [...serviceFlags, ...flags, file, events, keys, server.folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const line = await firstLine(child.stdout);
  if (line === undefined) throw new Error(`the registry ended before it answered, with ${child.exitCode}`);
  const { url, token } = JSON.parse(line) as { url: string; token: string };
  const agent = new Agent({ keepAlive: true });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let count = 0;
  return {
    write: (method, path, body) =>
      new Promise((resolve, reject) => {
        const own = { ...headers, 'content-length': Buffer.byteLength(body), 'idempotency-key': `bench-${count++}` };
        const sent = request(`${url}${path}`, { agent, method, headers: own }, (answer) => {
          answer.once('error', reject).once('end', () => {
            if (answer.statusCode === 201) resolve();
            else reject(new Error(`${method} ${path} was answered with ${answer.statusCode}`));
          });
          answer.resume();
        });
        sent.once('error', reject).end(body);
      }),
    end: async () => {
      agent.destroy();
      const gone = child.exitCode === null ? once(child, 'exit') : undefined;
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function firstLine(from: NodeJS.ReadableStream): Promise<string | undefined> {
  for await (const line of createInterface({ input: from })) return line;
  return undefined;
}
