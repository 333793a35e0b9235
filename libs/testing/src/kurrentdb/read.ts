import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { allStart } from './all-position.js';
import { identifierOf, nameOf } from './messages.js';
import { admitToStreams, type Node, readRefusal } from './node.js';
import { invalidArgument, notBuilt, readFailed } from './rpc-errors.js';
import { readPage, Sender } from './sender.js';
import { subscribeToAll, subscribeToStream } from './subscription.js';

type Request = streamsPb.ReadReq;
type Call = ServerWritableStream<Request, streamsPb.ReadResp>;
type Options = streamsPb.ReadReq.Options;
type StreamOptions = streamsPb.ReadReq.Options.StreamOptions;
type AllOptions = streamsPb.ReadReq.Options.AllOptions;

/** `Streams.Read`: reads and subscriptions, of one stream and of everything. */
export const readHandler =
  (node: Node): handleServerStreamingCall<Request, streamsPb.ReadResp> =>
  (call) => {
    serve(node, call).then(
      () => call.end(),
      (error: unknown) => call.emit('error', error),
    );
  };

async function serve(node: Node, call: Call): Promise<void> {
  admitToStreams(node, call);
  const options = call.request.getOptions();
  if (options?.getUuidOption() === undefined) throw invalidArgument("'uuidOption' is a required argument");
  if (options.hasFilter()) throw notBuilt('filters');
  const refusal = readRefusal(node, call);
  if (refusal !== undefined) throw refusal;
  node.refresh();
  const send = new Sender(call, options.getUuidOption()?.hasString() ? 'text' : 'halves');
  const { stream, all } = { stream: options.getStream(), all: options.getAll() };
  if (options.hasSubscription()) {
    if (stream) return subscribeToStream(node, stream, send);
    if (all) return subscribeToAll(node, all, send);
  }
  if (options.getCount() === '0') throw readFailed('ReadStreamResult: Error >> maxCount should be positive.');
  if (stream) return readStream(node, options, stream, send);
  if (all) return readAll(node, options, all, send);
  throw invalidArgument('a read is of a stream or of $all');
}

async function readStream(node: Node, options: Options, from: StreamOptions, send: Sender): Promise<void> {
  const { log } = node;
  const name = nameOf(from.getStreamIdentifier());
  if (log.last(name) < 0) return send.response(notFound(name));
  const told = options.getControlOption()?.getCompatibility() ?? 0;
  const count = BigInt(options.getCount());
  const backwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;
  if (backwards) await streamBackwards(node, name, { start: startOf(from) ?? log.last(name), count }, send);
  else await streamForwards(node, name, { start: startOf(from), count, told }, send);
  if (told < 1) return;
  const last = new streamsPb.ReadResp();
  last.setLastStreamPosition(String(log.last(name)));
  await send.response(last);
}

/** Undefined for the end of the stream. */
function startOf(from: StreamOptions): number | undefined {
  if (from.hasEnd()) return undefined;
  return from.hasStart() ? 0 : Number(from.getRevision());
}

interface Range {
  readonly start: number | undefined;
  readonly count: bigint;
  /** Which extra answers the client understands. */
  readonly told: number;
}

async function streamForwards(node: Node, name: string, { start, count, told }: Range, send: Sender): Promise<void> {
  if (start === undefined) throw readFailed('ReadStreamResult: Error >> fromEventNumber should be non negative.');
  const { log } = node;
  const next = log.last(name) + 1;
  if (start > next && told >= 1) {
    const first = new streamsPb.ReadResp();
    first.setFirstStreamPosition(String(next));
    await send.response(first);
  }
  for (let at = start, left = count; left > 0n && at <= log.last(name) && !send.gone;) {
    const page = log.stream(name, at, smaller(left));
    for (const event of page) await send.event(event);
    at += page.length;
    left -= BigInt(page.length);
  }
}

type Downwards = { readonly start: number; readonly count: bigint };

async function streamBackwards(node: Node, name: string, { start, count }: Downwards, send: Sender): Promise<void> {
  const { log } = node;
  for (let at = Math.min(start, log.last(name)), left = count; left > 0n && at >= 0 && !send.gone;) {
    const first = Math.max(0, at - smaller(left) + 1);
    const page = log.stream(name, first, at - first + 1).reverse();
    for (const event of page) await send.event(event);
    at = first - 1;
    left -= BigInt(page.length);
  }
}

async function readAll(node: Node, options: Options, from: AllOptions, send: Sender): Promise<void> {
  const { log } = node;
  const backwards = options.getReadDirection() === streamsPb.ReadReq.Options.ReadDirection.BACKWARDS;
  let at = allStart(node, from);
  for (let left = BigInt(options.getCount()); left > 0n && !send.gone;) {
    const first = backwards ? Math.max(0, at - smaller(left)) : at;
    const page = log.everything(first, backwards ? at - first : smaller(left));
    if (page.length === 0) return;
    for (const event of backwards ? page.reverse() : page) await send.event(event);
    at = backwards ? first : at + page.length;
    left -= BigInt(page.length);
  }
}

const smaller = (left: bigint): number => (left < BigInt(readPage) ? Number(left) : readPage);

function notFound(name: string): streamsPb.ReadResp {
  const missing = new streamsPb.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifierOf(name));
  const response = new streamsPb.ReadResp();
  response.setStreamNotFound(missing);
  return response;
}
