import codePb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb.js';
import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import { BinaryWriter, type Message } from 'google-protobuf';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Outcome } from './event-log.js';

export type Status = statusPb.Status;

function statusOf(
  code: keyof typeof codePb.Code,
  message: string,
  detail: { name: string; bytes: Uint8Array },
): Status {
  const any = new anyPb.Any();
  any.pack(detail.bytes, detail.name);
  const status = new statusPb.Status();
  status.setCode(codePb.Code[code]);
  status.setMessage(message);
  status.setDetails(any);
  return status;
}

const detail = (name: string, message: Message): { name: string; bytes: Uint8Array } => ({
  name: `event_store.client.${name}`,
  bytes: message.serializeBinary(),
});

export const denied = (): Status =>
  statusOf('PERMISSION_DENIED', 'AccessDenied', detail('AccessDenied', new sharedPb.AccessDenied()));

export const timedOutStatus = (): Status =>
  statusOf('DEADLINE_EXCEEDED', 'Timeout', detail('Timeout', new sharedPb.Timeout()));

export function badRequest(message: string): Status {
  const bad = new sharedPb.BadRequest();
  bad.setMessage(message);
  return statusOf('INVALID_ARGUMENT', 'BadRequest', detail('BadRequest', bad));
}

export function appendTooLargeStatus(limit: number): Status {
  const exceeded = new sharedPb.MaximumAppendSizeExceeded();
  exceeded.setMaxappendsize(limit);
  const name = 'MaximumAppendSizeExceeded';
  return statusOf('INVALID_ARGUMENT', name, detail(name, exceeded));
}

/** The server says which event it was; the client's definitions do not know this message yet, so it is written by hand. */
export function eventTooLargeStatus(id: string, size: number, limit: number): Status {
  const writer = new BinaryWriter();
  writer.writeString(1, id);
  writer.writeUint32(2, size);
  writer.writeUint32(3, limit);
  const name = 'MaximumAppendEventSizeExceeded';
  return statusOf('INVALID_ARGUMENT', name, { name: `event_store.client.${name}`, bytes: writer.getResultBuffer() });
}

/** What a batch is told that reaches a node between a resignation and an election. */
export const notReadyStatus = (): Status =>
  statusOf('OK', 'Server Is Not Ready', { name: 'google.protobuf.Empty', bytes: new Uint8Array(0) });

export function wrongVersionStatus(current: number, options: streamsPb.BatchAppendReq.Options): Status {
  const wrong = new sharedPb.WrongExpectedVersion();
  const nothing = new emptyPb.Empty();
  if (current < 0) wrong.setCurrentNoStream(nothing);
  else wrong.setCurrentStreamRevision(String(current));
  if (options.hasAny()) wrong.setExpectedAny(nothing);
  else if (options.hasStreamExists()) wrong.setExpectedStreamExists(nothing);
  else if (options.hasNoStream()) wrong.setExpectedNoStream(nothing);
  else wrong.setExpectedStreamPosition(options.getStreamPosition());
  return statusOf('ALREADY_EXISTS', 'WrongExpectedVersion', detail('WrongExpectedVersion', wrong));
}

export function successOf(outcome: Extract<Outcome, { kind: 'done' }>): streamsPb.BatchAppendResp.Success {
  const success = new streamsPb.BatchAppendResp.Success();
  if (outcome.revision < 0) success.setNoStream(new emptyPb.Empty());
  else success.setCurrentRevision(String(outcome.revision));
  if (outcome.position === undefined) success.setNoPosition(new emptyPb.Empty());
  else {
    const position = new sharedPb.AllStreamPosition();
    position.setCommitPosition(String(outcome.position));
    position.setPreparePosition(String(outcome.position));
    success.setPosition(position);
  }
  return success;
}
