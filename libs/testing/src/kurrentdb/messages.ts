import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import type { ProposedEvent } from './frames.js';
import type { Limits } from './node.js';
import type { RecordedEvent } from './event-log.js';
import { invalidArgument, missingMetadata } from './rpc-errors.js';

export const empty = (): sharedPb.Empty => new sharedPb.Empty();

export const nameOf = (identifier: sharedPb.StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

export function identifierOf(name: string): sharedPb.StreamIdentifier {
  const identifier = new sharedPb.StreamIdentifier();
  identifier.setStreamName(Buffer.from(name));
  return identifier;
}

export function uuidText(uuid: sharedPb.UUID | undefined): string {
  const text = uuid?.hasStructured() ? fromHalves(uuid.getStructured()) : (uuid?.getString() ?? '').toLowerCase();
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) throw invalidArgument('an id is no UUID');
  return text;
}

function fromHalves(halves: sharedPb.UUID.Structured | undefined): string {
  const bits = (half: string | undefined): string =>
    BigInt.asUintN(64, BigInt(half ?? 0))
      .toString(16)
      .padStart(16, '0');
  const hex = bits(halves?.getMostSignificantBits()) + bits(halves?.getLeastSignificantBits());
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function uuidOf(text: string): sharedPb.UUID {
  const uuid = new sharedPb.UUID();
  uuid.setString(text);
  return uuid;
}

type Proposed = streamsPb.AppendReq.ProposedMessage | streamsPb.BatchAppendReq.ProposedMessage;

/** The event a client proposes. Throws what the real server answers when a part that must be there is missing. */
export function eventOf(message: Proposed): ProposedEvent {
  const metadata = message.getMetadataMap();
  const type = metadata.get('type');
  if (type === undefined) throw missingMetadata('type');
  const contentType = metadata.get('content-type');
  if (contentType === undefined) throw missingMetadata('content-type');
  return {
    id: uuidText(message.getId()),
    type,
    json: contentType === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** An append, or with an id one event of it, that is larger than the server takes. */
export class TooLarge extends Error {
  constructor(
    readonly size: number,
    readonly limit: number,
    readonly id?: string,
  ) {
    super(`${size} bytes are more than ${limit}`);
  }
}

/** The events of one append as they arrive, measured as the real server measures them. */
export class Arriving {
  readonly events: ProposedEvent[] = [];
  private size = 0;

  constructor(private readonly limits: Limits) {}

  /** Throws `TooLarge` when the event or the whole append is. */
  add(event: ProposedEvent): void {
    const size = event.data.length + event.metadata.length + 2 * event.type.length;
    const { maxAppendEventSize, maxAppendSize } = this.limits;
    if (size > maxAppendEventSize) throw new TooLarge(size, maxAppendEventSize, event.id);
    this.size += size;
    if (this.size > maxAppendSize) throw new TooLarge(this.size, maxAppendSize);
    this.events.push(event);
  }
}

/** An event as a read or a subscription answers it. */
export function readEventOf(event: RecordedEvent, ids: 'text' | 'halves'): streamsPb.ReadResp {
  const recorded = new streamsPb.ReadResp.ReadEvent.RecordedEvent();
  const position = String(event.position);
  recorded.setId(ids === 'text' ? uuidOf(event.id) : halvesOf(event.id));
  recorded.setStreamIdentifier(identifierOf(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(position);
  recorded.setPreparePosition(position);
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const metadata = recorded.getMetadataMap();
  metadata.set('type', event.type);
  metadata.set('created', String(event.created));
  metadata.set('content-type', event.json ? 'application/json' : 'application/octet-stream');
  const read = new streamsPb.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(position);
  const response = new streamsPb.ReadResp();
  response.setEvent(read);
  return response;
}

function halvesOf(text: string): sharedPb.UUID {
  const hex = text.replaceAll('-', '');
  const half = (digits: string): string => String(BigInt.asIntN(64, BigInt(`0x${digits}`)));
  const structured = new sharedPb.UUID.Structured();
  structured.setMostSignificantBits(half(hex.slice(0, 16)));
  structured.setLeastSignificantBits(half(hex.slice(16)));
  const uuid = new sharedPb.UUID();
  uuid.setStructured(structured);
  return uuid;
}
