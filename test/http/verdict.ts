import type { Hostile } from './hostile-requests.js';
import type { Operation } from './interface.js';
import type { RawAnswer } from './raw-request.js';

/** Bytes of a body that are read in any case. */
const read = 500_000;

/** What can be answered where no route is reached. */
const outside = ['ROUTE_UNKNOWN', 'REQUEST_INVALID'];

/** What is wrong with the answer, in one line; `undefined` when it is one that the description promises. */
export function wrongIn(
  hostile: Hostile,
  answer: RawAnswer | undefined,
  operations: readonly Operation[],
): string | undefined {
  const { request } = hostile;
  // Whoever lies about where the request ends, or sends more than is read, may be left without an answer.
  if (answer === undefined) return misframed(hostile) || (request.body?.length ?? 0) > read ? undefined : 'no answer';
  const { status, type, text } = answer;
  if (status >= 500) return `${status} ${text.slice(0, 300)}`;
  const reached = operations.find((operation) => matches(operation, request.method, request.target));
  if (status < 400)
    return reached?.successes.includes(status) === true ? undefined : `${status} from no described route`;
  if (request.method === 'HEAD') return undefined;
  if (type !== 'application/problem+json') return `${status} is no problem document but ${type}: ${text.slice(0, 200)}`;
  const problem = problemIn(text);
  if (problem === undefined) return `${status} is no JSON: ${text.slice(0, 200)}`;
  if (problem.status !== status) return `${status} says that it is ${problem.status}`;
  const promised = [...(reached?.codes.get(status) ?? []), ...outside];
  return promised.includes(problem.code)
    ? undefined
    : `${status} ${problem.code} is not described for ${reached?.id ?? 'no route'}`;
}

function matches({ method, path }: Operation, asked: string, target: string): boolean {
  if (method !== asked && !(method === 'GET' && asked === 'HEAD')) return false;
  const form = path
    .replace(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replace(/\{path\}/g, '.*')
    .replace(/\{\w+\}/g, '[^/]*');
  return new RegExp(`^${form}$`).test(target.split(/[?#]/, 1)[0] ?? '');
}

const misframed = ({ request }: Hostile): boolean =>
  request.headers.some(([name]) => /^(content-length|transfer-encoding|upgrade|expect)$/i.test(name));

function problemIn(text: string): { readonly code: string; readonly status: number } | undefined {
  try {
    return JSON.parse(text) as { readonly code: string; readonly status: number };
  } catch {
    return undefined;
  }
}
