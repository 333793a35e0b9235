import { Metadata, type ServiceError, status } from '@grpc/grpc-js';

/** Where a server can be reached. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** A call that ends with a status and, in its trailers, what the client tells errors apart by (`exception`). */
function failure(code: status, details: string, trailers: Readonly<Record<string, string>> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const unauthenticated = (): ServiceError => failure(status.UNAUTHENTICATED, 'Unauthenticated');

export const accessDenied = (): ServiceError =>
  failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

export const notReady = (): ServiceError => failure(status.UNAVAILABLE, 'Server Is Not Ready');

export const notLeader = ({ host, port }: Endpoint): ServiceError =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const timedOut = (): ServiceError => failure(status.ABORTED, 'Operation timed out: Commit phase timeout.');

export const invalidArgument = (details: string): ServiceError => failure(status.INVALID_ARGUMENT, details);

/** What reads answer that the storage refuses: a count of 0, a position between two records. */
export const readFailed = (result: string): ServiceError => failure(status.UNKNOWN, `Unexpected ${result}`);

/** What the real server can do and this double cannot. */
export const notBuilt = (what: string): ServiceError =>
  failure(status.UNIMPLEMENTED, `The protocol double has no ${what}`);

export const appendTooLarge = (limit: number): ServiceError =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(limit),
  });

export const eventTooLarge = (id: string, size: number, limit: number): ServiceError =>
  failure(
    status.INVALID_ARGUMENT,
    `Event with Id: ${id}, Size: ${size}, exceeds Maximum Append Event Size of ${limit}.`,
    {
      exception: 'maximum-append-event-size-exceeded',
      'maximum-append-event-size': String(limit),
      'event-id': id,
      'proposed-append-event-size': String(size),
    },
  );

export const missingMetadata = (name: string): ServiceError =>
  failure(status.INVALID_ARGUMENT, `Required Metadata Property '${name}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });
