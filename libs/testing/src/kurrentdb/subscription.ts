import { randomUUID } from 'node:crypto';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { allStart } from './all-position.js';
import type { RecordedEvent } from './event-log.js';
import { nameOf } from './messages.js';
import type { Node } from './node.js';
import { readPage, type Sender } from './sender.js';

type StreamOptions = streamsPb.ReadReq.Options.StreamOptions;
type AllOptions = streamsPb.ReadReq.Options.AllOptions;

/** Where the events of a subscription come from; `next` counts in revisions or in events of the whole log. */
interface Source {
  next: number;
  page(from: number): RecordedEvent[];
  /** Says in the message how far the subscriber has come. */
  mark(caughtUp: streamsPb.ReadResp.CaughtUp): void;
}

/** Everything after a revision, then what comes; runs until the client goes. */
export function subscribeToStream(node: Node, from: StreamOptions, send: Sender): Promise<void> {
  const name = nameOf(from.getStreamIdentifier());
  const { log } = node;
  const source: Source = {
    next: from.hasStart() ? 0 : from.hasEnd() ? log.last(name) + 1 : Number(from.getRevision()) + 1,
    page: (next) => log.stream(name, next, readPage),
    mark: (caughtUp) => {
      if (source.next > 0) caughtUp.setStreamRevision(String(source.next - 1));
    },
  };
  return follow(node, source, send);
}

export function subscribeToAll(node: Node, from: AllOptions, send: Sender): Promise<void> {
  const { log } = node;
  const start = allStart(node, from);
  const source: Source = {
    next: from.hasPosition() ? start + 1 : start,
    page: (next) => log.everything(next, readPage),
    mark: (caughtUp) => {
      if (source.next === 0) return;
      const position = new streamsPb.ReadResp.Position();
      position.setCommitPosition(String(log.positionAt(source.next - 1)));
      position.setPreparePosition(String(log.positionAt(source.next - 1)));
      caughtUp.setPosition(position);
    },
  };
  return follow(node, source, send);
}

async function follow({ log }: Node, source: Source, send: Sender): Promise<void> {
  await send.response(confirmation());
  for (let live = false; !send.gone;) {
    const page = source.page(source.next);
    for (const event of page) await send.event(event);
    source.next += page.length;
    if (page.length > 0) continue;
    if (live) await send.until(log.changes, 'grown');
    else await send.response(caughtUp(source));
    live = true;
  }
}

function confirmation(): streamsPb.ReadResp {
  const confirmed = new streamsPb.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(randomUUID());
  const response = new streamsPb.ReadResp();
  response.setConfirmation(confirmed);
  return response;
}

function caughtUp(source: Source): streamsPb.ReadResp {
  const message = new streamsPb.ReadResp.CaughtUp();
  message.setTimestamp(timestampPb.Timestamp.fromDate(new Date()));
  source.mark(message);
  const response = new streamsPb.ReadResp();
  response.setCaughtUp(message);
  return response;
}
