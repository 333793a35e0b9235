import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

/** What an answer can say of the stream it is about. */
interface Revised {
  readonly revision?: unknown;
  readonly events?: readonly { readonly stream: string; readonly revision: number }[];
}

/** An answer that shows a record at one revision carries it as `ETag`, for the `If-Match` of a later write. */
@Injectable()
export class RevisionTag implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer: unknown) => {
        const revision = revisionOf(answer);
        if (revision !== undefined) void reply.header('etag', `"${revision}"`);
        return answer;
      }),
    );
  }
}

/** Of a write: the last revision of the stream that its first event went to. */
function revisionOf(answer: unknown): number | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const { revision, events } = answer as Revised;
  if (typeof revision === 'number') return revision;
  return events?.findLast(({ stream }) => stream === events[0]?.stream)?.revision;
}
