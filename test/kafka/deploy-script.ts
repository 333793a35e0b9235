import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { kafkaTools } from '#libs/testing';

interface Ran {
  readonly status: number | null;
  readonly said: string;
}

/** Runs `deploy/kafka-topics.sh` with Kafka's own tools; `properties` are those by which they prove who they are. */
export function runDeployScript(args: readonly string[], properties: string): Promise<Ran> {
  const folder = mkdtempSync(join(process.env['LEDGER_TEST_RUN'] ?? tmpdir(), 'tools-'));
  for (const [name, command] of Object.entries(kafkaTools())) {
    const file = join(folder, name);
    writeFileSync(file, `#!/usr/bin/env bash\nexec ${command} "$@"\n`);
    chmodSync(file, 0o755);
  }
  const config = join(folder, 'operator.properties');
  writeFileSync(config, properties, { mode: 0o600 });
  const child = spawn('bash', ['deploy/kafka-topics.sh', ...args], {
    env: { ...process.env, KAFKA_BIN: folder, COMMAND_CONFIG: config },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, said })));
}
