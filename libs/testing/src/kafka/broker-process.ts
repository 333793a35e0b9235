import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { kafkaClassPath } from './artifacts.js';
import { type BrokerOptions, type NodeAddress, type NodeFiles, operator } from './broker-settings.js';

const startLimit = 120_000;
const quickStart = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** One broker's process with its folder, which it keeps over restarts. */
export class BrokerProcess {
  private child: ChildProcess | undefined;
  private readonly classPath = kafkaClassPath();

  constructor(
    readonly address: NodeAddress,
    private readonly files: NodeFiles,
    private readonly options: BrokerOptions,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Makes the folder of a node that holds nothing yet. */
  async format(cluster: string): Promise<void> {
    const { users } = this.options;
    const accounts = users === undefined ? [] : [operator, ...users];
    const scram = accounts.flatMap(({ name, password }) => [
      '--add-scram',
      `SCRAM-SHA-256=[name=${name},password=${password}]`,
    ]);
    const { properties } = this.files;
    const tool = ['kafka.tools.StorageTool', 'format', '-t', cluster, '-c', properties, ...scram];
    await promisify(execFile)('java', [...quickStart, '-cp', this.classPath, ...tool]);
  }

  launch(): void {
    const log = openSync(join(this.files.folder, 'log.txt'), 'a');
    const child = spawn(
      'java',
      [
        ...(this.options.compiledFor === 'work' ? [] : quickStart),
        ...['-Xmx512m', '-XX:+ExitOnOutOfMemoryError', '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn'],
        ...['-cp', this.classPath, 'kafka.Kafka', this.files.properties],
      ],
      { stdio: ['ignore', log, log] },
    );
    closeSync(log);
    this.child = child;
    // By this file the end of a run finds a broker that its suite has left behind.
    writeFileSync(join(this.files.folder, 'broker.pid'), String(child.pid));
  }

  /** Resolves when clients are taken. Throws with the end of the broker's log when it ends instead, or takes too long. */
  async ready(): Promise<void> {
    const until = performance.now() + startLimit;
    while (!(await answers(this.address.clients))) {
      if (!this.runs || performance.now() > until)
        throw new Error(`a Kafka broker did not start: ${this.log().slice(-2000)}`);
      await pause(50);
    }
  }

  /** Ends it in order, or without warning. */
  async end(how: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (child === undefined || !this.runs) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(how);
    const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await gone;
    clearTimeout(late);
  }

  /** Takes everything it has kept; it must be formatted before it is launched again. */
  wipe(): void {
    rmSync(join(this.files.folder, 'data'), { recursive: true, force: true });
  }

  log(): string {
    return readFileSync(join(this.files.folder, 'log.txt'), 'utf8');
  }

  private get runs(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
