import type { handleBidiStreamingCall, ServerDuplexStream } from '@grpc/grpc-js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { appendWithFaults } from './append-with-faults.js';
import * as answers from './batch-answers.js';
import type { Expected } from './commit-check.js';
import { Arriving, eventOf, identifierOf, nameOf, TooLarge, uuidOf, uuidText } from './messages.js';
import { admitAnyone, mayUseStreams, type Node, writeRefusal } from './node.js';
import { notBuilt } from './rpc-errors.js';

type Request = streamsPb.BatchAppendReq;
type Options = streamsPb.BatchAppendReq.Options;
type Call = ServerDuplexStream<Request, streamsPb.BatchAppendResp>;

/** One append whose parts arrive in one or several messages. */
interface Batch {
  readonly id: string;
  readonly stream: string;
  readonly options: Options;
  readonly arriving: Arriving;
  readonly timer: NodeJS.Timeout;
}

/** `Streams.BatchAppend`: many appends over one call, each told apart by its correlation id. What the client uses by default. */
export const batchAppendHandler =
  (node: Node): handleBidiStreamingCall<Request, streamsPb.BatchAppendResp> =>
  (call) => {
    try {
      admitAnyone(node, call);
    } catch (error) {
      call.emit('error', error);
      return;
    }
    const batches = new BatchCall(node, call);
    call.on('data', (request: Request) => batches.receive(request));
    call.on('end', () => batches.finish());
    call.on('cancelled', () => batches.cancel());
  };

class BatchCall {
  private readonly arriving = new Map<string, Batch>();
  private unanswered = 0;
  private state: 'open' | 'finishing' | 'over' = 'open';

  constructor(
    private readonly node: Node,
    private readonly call: Call,
  ) {}

  receive(request: Request): void {
    const id = uuidText(request.getCorrelationId());
    const options = request.getOptions();
    try {
      if (options !== undefined && !this.begin(id, options)) return;
      const batch = this.arriving.get(id);
      if (batch === undefined) return;
      for (const message of request.getProposedMessagesList()) batch.arriving.add(eventOf(message));
      if (request.getIsFinal()) this.complete(batch);
    } catch (error) {
      const batch = this.arriving.get(id);
      if (batch) this.forget(batch);
      this.answer(id, batch?.stream ?? nameOf(options?.getStreamIdentifier()), statusOf(error));
    }
  }

  /** The client sends no more: the call ends when everything is answered. */
  finish(): void {
    if (this.state === 'open') this.state = 'finishing';
    this.endWhenAnswered();
  }

  cancel(): void {
    this.state = 'over';
    for (const batch of this.arriving.values()) clearTimeout(batch.timer);
  }

  private begin(id: string, options: Options): boolean {
    const stream = nameOf(options.getStreamIdentifier());
    if (!mayUseStreams(this.node, this.call)) return this.refuse(id, stream, answers.denied());
    if (stream === '') return this.refuse(id, stream, answers.badRequest('Required field StreamIdentifier not set.'));
    const limit = Math.min(timeLeft(options), this.node.limits.writeTimeout);
    if (limit <= 0) return this.refuse(id, stream, answers.timedOutStatus());
    if (this.arriving.has(id)) return true;
    const timer = setTimeout(() => {
      this.arriving.delete(id);
      this.answer(id, stream, answers.timedOutStatus());
    }, limit);
    this.arriving.set(id, { id, stream, options, arriving: new Arriving(this.node.limits), timer });
    return true;
  }

  private refuse(id: string, stream: string, status: answers.Status): false {
    this.answer(id, stream, status);
    return false;
  }

  private forget(batch: Batch): void {
    clearTimeout(batch.timer);
    this.arriving.delete(batch.id);
  }

  private complete(batch: Batch): void {
    this.forget(batch);
    const refusal = writeRefusal(this.node, this.call);
    if (refusal === 'forward') return this.fail(notBuilt('forwarding of writes to the leader'));
    if (refusal === 'leaderless') return this.answer(batch.id, batch.stream, answers.notReadyStatus());
    if (refusal !== undefined) return this.fail(refusal);
    this.unanswered++;
    let open = true;
    const settle = (result?: answers.Status | streamsPb.BatchAppendResp.Success): void => {
      if (!open) return;
      open = false;
      clearTimeout(timer);
      this.unanswered--;
      if (result) this.answer(batch.id, batch.stream, result);
      this.endWhenAnswered();
    };
    const timer = setTimeout(() => settle(answers.timedOutStatus()), this.node.limits.writeTimeout);
    const append = { stream: batch.stream, expected: expectedOf(batch.options), events: batch.arriving.events };
    // A log that cannot be written is the end of the process, as of the real one: nothing is caught here.
    void appendWithFaults(this.node, append, this.call.getPeer()).then((outcome) => {
      if (outcome === undefined) settle();
      else if (outcome.kind === 'done') settle(answers.successOf(outcome));
      else if (outcome.kind === 'wrong') settle(answers.wrongVersionStatus(outcome.current, batch.options));
    });
  }

  private answer(id: string, stream: string, result: answers.Status | streamsPb.BatchAppendResp.Success): void {
    if (this.state === 'over') return;
    const response = new streamsPb.BatchAppendResp();
    response.setCorrelationId(uuidOf(id));
    response.setStreamIdentifier(identifierOf(stream));
    if (result instanceof streamsPb.BatchAppendResp.Success) response.setSuccess(result);
    else response.setError(result);
    this.call.write(response);
  }

  private fail(error: Error): void {
    if (this.state === 'over') return;
    this.cancel();
    this.call.emit('error', error);
  }

  private endWhenAnswered(): void {
    if (this.state !== 'finishing' || this.unanswered > 0) return;
    this.cancel();
    this.call.end();
  }
}

function statusOf(error: unknown): answers.Status {
  if (!(error instanceof TooLarge)) return answers.badRequest((error as Error).message);
  const { id, size, limit } = error;
  return id === undefined ? answers.appendTooLargeStatus(limit) : answers.eventTooLargeStatus(id, size, limit);
}

function expectedOf(options: Options): Expected {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return -1;
  return options.hasAny() ? 'any' : 'stream_exists';
}

/** Milliseconds until the deadline the client states, as an instant (the older way, which it uses) or as a duration. */
function timeLeft(options: Options): number {
  const duration = options.getDeadline();
  if (duration) return duration.getSeconds() * 1000 + duration.getNanos() / 1e6;
  const instant = options.getDeadline21100();
  return instant ? instant.toDate().getTime() - Date.now() : Infinity;
}
