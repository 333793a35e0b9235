import { crc32 } from 'node:zlib';

/** One event as a client proposes it. */
export interface ProposedEvent {
  /** Lowercase UUID. */
  readonly id: string;
  readonly type: string;
  readonly json: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** One append. In the file it is one frame: whole, or, when its end is missing or damaged, not there. */
export interface Frame {
  readonly stream: string;
  readonly firstRevision: number;
  /** Ticks of 100 ns since 1970. */
  readonly created: bigint;
  readonly events: readonly ProposedEvent[];
}

/** One event as it stands in the file; `start` and `end` are byte offsets. */
export interface Placed {
  readonly start: number;
  readonly end: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** What a frame begins with: length and CRC-32 of what follows. */
export const frameHead = 8;
const recordHead = 35;

/** The bytes of a frame, and its events as they will be placed when it is written at `offset`. */
export function encodeFrame(frame: Frame, offset: number): { bytes: Buffer; placed: Placed[] } {
  const stream = Buffer.from(frame.stream);
  const head = Buffer.alloc(12);
  head.writeUInt16LE(stream.length, 0);
  head.writeUIntLE(frame.firstRevision, 2, 6);
  head.writeUInt32LE(frame.events.length, 8);
  const parts: Uint8Array[] = [head, stream];
  const placed: Placed[] = [];
  let start = offset + frameHead + head.length + stream.length;
  for (const [index, event] of frame.events.entries()) {
    const record = encodeRecord(event, frame.created);
    parts.push(...record.parts);
    const end = start + record.length;
    placed.push({ start, end, stream: frame.stream, revision: frame.firstRevision + index, id: event.id });
    start = end;
  }
  const body = Buffer.concat(parts);
  const lead = Buffer.alloc(frameHead);
  lead.writeUInt32LE(body.length, 0);
  lead.writeUInt32LE(crc32(body), 4);
  return { bytes: Buffer.concat([lead, body]), placed };
}

function encodeRecord(event: ProposedEvent, created: bigint): { parts: Uint8Array[]; length: number } {
  const type = Buffer.from(event.type);
  const head = Buffer.alloc(recordHead);
  head.writeBigUInt64LE(created, 0);
  head.write(event.id.replaceAll('-', ''), 8, 'hex');
  head.writeUInt8(event.json ? 1 : 0, 24);
  head.writeUInt16LE(type.length, 25);
  head.writeUInt32LE(event.data.length, 27);
  head.writeUInt32LE(event.metadata.length, 31);
  const parts = [head, type, event.data, event.metadata];
  return { parts, length: parts.reduce((sum, part) => sum + part.length, 0) };
}

/** The events of a frame's body that begins at `offset` in the file; undefined when the body is not what its checksum says. */
export function placedIn(body: Buffer, checksum: number, offset: number): Placed[] | undefined {
  if (crc32(body) !== checksum) return undefined;
  const nameLength = body.readUInt16LE(0);
  const firstRevision = body.readUIntLE(2, 6);
  const count = body.readUInt32LE(8);
  const stream = body.toString('utf8', 12, 12 + nameLength);
  let at = 12 + nameLength;
  return Array.from({ length: count }, (_, index) => {
    const start = offset + at;
    const id = uuid(body.subarray(at + 8, at + 24));
    at += recordHead + body.readUInt16LE(at + 25) + body.readUInt32LE(at + 27) + body.readUInt32LE(at + 31);
    return { start, end: offset + at, stream, revision: firstRevision + index, id };
  });
}

/** The event whose record begins at `at`. */
export function decodeRecord(bytes: Buffer, at: number): ProposedEvent & { readonly created: bigint } {
  const dataStart = at + recordHead + bytes.readUInt16LE(at + 25);
  const metadataStart = dataStart + bytes.readUInt32LE(at + 27);
  return {
    created: bytes.readBigUInt64LE(at),
    id: uuid(bytes.subarray(at + 8, at + 24)),
    json: bytes.readUInt8(at + 24) === 1,
    type: bytes.toString('utf8', at + recordHead, dataStart),
    data: bytes.subarray(dataStart, metadataStart),
    metadata: bytes.subarray(metadataStart, metadataStart + bytes.readUInt32LE(at + 31)),
  };
}

function uuid(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
