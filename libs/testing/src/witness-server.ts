import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  type Checkpoint,
  cosignatureInput,
  equalBytes,
  formatCosignature,
  formatVerifierKey,
  noteKeyTypes,
  parseHashes,
  parseSignedCheckpoint,
  publicKeyBytes,
  toBase64,
  verifierKey,
  type VerifierKey,
  verifyConsistency,
  verifyNote,
} from '#libs/integrity';

import { MemorySigner } from './samples.js';

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly type?: string;
}

/** A log that a witness knows: its keys, and what it cosigned of it last. */
interface KnownLog {
  readonly keys: readonly VerifierKey[];
  last?: Checkpoint;
}

/**
 * A witness (C2SP tlog-witness) for tests: keeps to the protocol, and forgets everything when it is thrown away. Requests are answered one
 * after another, so that comparing with what it remembers and remembering are one step.
 */
export class WitnessServer {
  private readonly signer = new MemorySigner();
  private readonly logs = new Map<string, KnownLog>();
  private turn: Promise<unknown> = Promise.resolve();
  private server: Server | undefined;
  private port = 0;
  /** Status of every answer it gave. */
  readonly answers: number[] = [];

  private constructor(readonly name: string) {}

  /** Knows the logs of these keys; a log may have several under one origin. */
  static async start(name: string, keys: readonly VerifierKey[]): Promise<WitnessServer> {
    const witness = new WitnessServer(name);
    for (const key of keys) witness.trust(key);
    await witness.resume();
    return witness;
  }

  trust(key: VerifierKey): void {
    const known = this.logs.get(key.name);
    this.logs.set(key.name, { ...known, keys: [...(known?.keys ?? []), key] });
  }

  get key(): VerifierKey {
    return verifierKey(`witness.example/${this.name}`, noteKeyTypes.cosignature, publicKeyBytes(this.signer.publicJwk));
  }

  /** Its line in a tlog-policy file. */
  get line(): string {
    return `witness ${this.name} ${formatVerifierKey(this.key)} http://127.0.0.1:${this.port}\n`;
  }

  sizeOf(origin: string): number {
    return this.logs.get(origin)?.last?.size ?? 0;
  }

  /** Answers nobody until `resume`. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    server?.closeAllConnections();
    await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  }

  /** Answers again, at the same address. */
  async resume(): Promise<void> {
    const server = createServer((request, response) => void this.handle(request, response));
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const isMeant = request.method === 'POST' && request.url === '/add-checkpoint';
    const answer = this.turn.then((): Answer | Promise<Answer> =>
      isMeant ? this.add(Buffer.concat(chunks).toString()) : { status: 404 },
    );
    this.turn = answer;
    const { status, body = '', type = 'text/plain' } = await answer;
    this.answers.push(status);
    response.writeHead(status, { 'content-type': type }).end(body);
  }

  private async add(body: string): Promise<Answer> {
    const [head = '', ...rest] = body.split('\n\n');
    const [, old, lines = ''] = /^old (0|[1-9]\d{0,15})\n?([^]*)$/.exec(head) ?? [];
    const proof = parseHashes(lines === '' ? '' : `${lines}\n`);
    const signed = parseSignedCheckpoint(rest.join('\n\n'));
    if (old === undefined || proof === undefined || proof.length > 63 || signed === undefined) return { status: 400 };
    const { checkpoint, note } = signed;
    const log = this.logs.get(checkpoint.origin);
    if (log === undefined) return { status: 404 };
    const isSigned = await Promise.all(log.keys.map((key) => verifyNote(note, key)));
    if (!isSigned.includes(true)) return { status: 403 };
    const refusal = refusalOf(checkpoint, { old: Number(old), proof, last: log.last });
    if (refusal !== undefined) return refusal;
    log.last = checkpoint;
    return { status: 200, body: await this.cosignature(note.text) };
  }

  private async cosignature(text: string): Promise<string> {
    const time = Math.floor(Date.now() / 1000);
    const signature = formatCosignature(time, await this.signer.sign(cosignatureInput(time, text)));
    const id = Buffer.from(this.key.keyId, 'hex');
    return `— ${this.key.name} ${toBase64(Buffer.concat([id, signature]))}\n`;
  }
}

interface Submitted {
  readonly old: number;
  readonly proof: readonly Uint8Array[];
  readonly last: Checkpoint | undefined;
}

function refusalOf(checkpoint: Checkpoint, { old, proof, last }: Submitted): Answer | undefined {
  if (old > checkpoint.size) return { status: 400 };
  const size = last?.size ?? 0;
  if (old !== size) return { status: 409, body: `${size}\n`, type: 'text/x.tlog.size' };
  if (last === undefined || size === 0) return proof.length === 0 ? undefined : { status: 422 };
  if (size === checkpoint.size && !equalBytes(last.root, checkpoint.root)) return { status: 409 };
  return verifyConsistency(last, checkpoint, proof) ? undefined : { status: 422 };
}
