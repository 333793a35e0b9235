import type { handleClientStreamingCall, ServerReadableStream } from '@grpc/grpc-js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { appendWithFaults } from './append-with-faults.js';
import type { Expected } from './commit-check.js';
import type { Outcome } from './event-log.js';
import { Arriving, empty, eventOf, nameOf, TooLarge } from './messages.js';
import { admitToStreams, type Node, writeRefusal } from './node.js';
import { appendTooLarge, eventTooLarge, invalidArgument, notBuilt, notReady, timedOut } from './rpc-errors.js';

type Call = ServerReadableStream<streamsPb.AppendReq, streamsPb.AppendResp>;
type Options = streamsPb.AppendReq.Options;

/** `Streams.Append`: one append a call. */
export const appendHandler =
  (node: Node): handleClientStreamingCall<streamsPb.AppendReq, streamsPb.AppendResp> =>
  (call, callback) => {
    receive(node, call).then(
      (response) => response && callback(null, response),
      (error: unknown) => callback(failureOf(error)),
    );
  };

async function receive(node: Node, call: Call): Promise<streamsPb.AppendResp | undefined> {
  admitToStreams(node, call);
  const arriving = new Arriving(node.limits);
  let options: Options | undefined;
  for await (const message of call as AsyncIterable<streamsPb.AppendReq>) {
    const proposed = message.getProposedMessage();
    if (proposed) arriving.add(eventOf(proposed));
    else options = message.getOptions();
  }
  if (options === undefined) throw invalidArgument('the append has no options');
  refuseUnlessLeading(node, call);
  const append = {
    stream: nameOf(options.getStreamIdentifier()),
    expected: expectedOf(options),
    events: arriving.events,
  };
  const outcome = await appendWithFaults(node, append, call.getPeer());
  return outcome && responseOf(outcome, options);
}

function refuseUnlessLeading(node: Node, call: Call): void {
  const refusal = writeRefusal(node, call);
  if (refusal === 'forward') throw notBuilt('forwarding of writes to the leader');
  if (refusal === 'leaderless') throw notReady();
  if (refusal !== undefined) throw refusal;
}

function failureOf(error: unknown): Error {
  if (!(error instanceof TooLarge)) return error as Error;
  const { id, size, limit } = error;
  return id === undefined ? appendTooLarge(limit) : eventTooLarge(id, size, limit);
}

function expectedOf(options: Options): Expected {
  if (options.hasRevision()) return Number(options.getRevision());
  if (options.hasNoStream()) return -1;
  return options.hasAny() ? 'any' : 'stream_exists';
}

function responseOf(outcome: Outcome, options: Options): streamsPb.AppendResp {
  const response = new streamsPb.AppendResp();
  if (outcome.kind === 'unanswered') throw timedOut();
  if (outcome.kind === 'wrong') {
    response.setWrongExpectedVersion(wrongVersion(outcome.current, options));
    return response;
  }
  const success = new streamsPb.AppendResp.Success();
  if (outcome.revision < 0) success.setNoStream(empty());
  else success.setCurrentRevision(String(outcome.revision));
  if (outcome.position === undefined) success.setNoPosition(empty());
  else {
    const position = new streamsPb.AppendResp.Position();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    success.setPosition(position);
  }
  response.setSuccess(success);
  return response;
}

function wrongVersion(current: number, options: Options): streamsPb.AppendResp.WrongExpectedVersion {
  const wrong = new streamsPb.AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(empty());
  else wrong.setCurrentRevision(String(current));
  if (options.hasAny()) wrong.setExpectedAny(empty());
  else if (options.hasStreamExists()) wrong.setExpectedStreamExists(empty());
  else if (options.hasNoStream()) wrong.setExpectedNoStream(empty());
  else wrong.setExpectedRevision(options.getRevision());
  return wrong;
}
