import { connect } from 'node:net';

/** One request as bytes, so that it may be as wrong as can be. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** Names and values, in this order; a name may come twice. `host` and `connection` are added unless given. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Buffer;
  /** Milliseconds that an answer is waited for; ten seconds unless told. */
  readonly patience?: number;
}

export interface RawAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/** Sends it on a connection of its own and reads until the server ends it. `undefined` when nothing came back at all. */
export function sendRaw(
  url: string,
  { method, target, headers, body, patience = 10_000 }: RawRequest,
): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url);
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...(given.has('host') ? [] : [`Host: ${hostname}:${port}`]),
    ...(given.has('connection') ? [] : ['Connection: close']),
    ...(body === undefined || given.has('content-length') || given.has('transfer-encoding')
      ? []
      : [`Content-Length: ${body.length}`]),
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    const socket = connect({ port: Number(port), host: hostname });
    const done = () => {
      socket.destroy();
      resolve(answerIn(Buffer.concat(parts)));
    };
    socket.setTimeout(patience, done);
    socket.on('data', (part) => {
      parts.push(part);
      if (isWhole(Buffer.concat(parts))) done();
    });
    socket.on('close', done);
    // The server may end the connection before it has taken the whole body.
    socket.on('error', () => undefined);
    socket.write(head);
    if (body !== undefined) socket.write(body);
  });
}

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n');
  const length = end < 0 ? undefined : /content-length: (\d+)/i.exec(bytes.subarray(0, end).toString('latin1'))?.[1];
  return length !== undefined && bytes.length >= end + 4 + Number(length);
}

function answerIn(bytes: Buffer): RawAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.subarray(0, end).toString('latin1');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
  if (status === undefined) return undefined;
  return {
    status: Number(status),
    type: /content-type: ([^\r\n;]*)/i.exec(head)?.[1] ?? '',
    text: bytes
      .subarray(end + 4, end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? bytes.length))
      .toString('utf8'),
  };
}
