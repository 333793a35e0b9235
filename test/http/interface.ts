import { LedgerError, type Json, type JsonObject } from '#libs/ledger';
import { Caller, type LedgerProcess } from '#libs/testing';

/** An operation of the document, with its place. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  /** A sentence of what it does. */
  readonly summary: string;
  /** What else there is to say, who may send it among it; empty when nothing. */
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly body: 'json' | 'file' | undefined;
  /** The class of its JSON body. */
  readonly bodyName: string;
  readonly example: Json | undefined;
  /** Codes that each status of refusal can carry. */
  readonly codes: ReadonlyMap<number, readonly string[]>;
  readonly successes: readonly number[];
  readonly needsToken: boolean;
}

interface Written {
  readonly security?: readonly object[];
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: Operation['parameters'];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema?: { $ref?: string }; example?: Json }>> };
  readonly responses: Readonly<
    Record<string, { content: Record<string, { schema?: { allOf?: readonly JsonObject[] } }> }>
  >;
}

/** The description that a running ledger gives of itself. */
export async function documentOf(ledger: LedgerProcess): Promise<JsonObject> {
  const { json, status } = await new Caller(ledger.url).get('/openapi.json');
  if (status !== 200) throw new LedgerError('INTERNAL', `/openapi.json answered ${status}`);
  return json as JsonObject;
}

export function operationsOf(document: JsonObject): Operation[] {
  return Object.entries(
    document['paths'] as unknown as Readonly<Record<string, Readonly<Record<string, Written>>>>,
  ).flatMap(([path, methods]) => Object.entries(methods).map(([method, written]) => operation(path, method, written)));
}

function operation(path: string, method: string, written: Written): Operation {
  const json = written.requestBody?.content['application/json'];
  const refusals = Object.entries(written.responses).filter(([status]) => Number(status) >= 400);
  return {
    ...{ method: method.toUpperCase(), path, id: written.operationId, parameters: written.parameters ?? [] },
    ...{ summary: written.summary, description: written.description ?? '' },
    body: json !== undefined ? 'json' : written.requestBody === undefined ? undefined : 'file',
    bodyName: json?.schema?.$ref?.split('/').at(-1) ?? '',
    example: json?.example,
    codes: new Map(refusals.map(([status, answer]) => [Number(status), codesIn(answer)])),
    needsToken: written.security !== undefined,
    successes: Object.keys(written.responses)
      .map(Number)
      .filter((status) => status < 400),
  };
}

function codesIn({ content }: Written['responses'][string]): readonly string[] {
  const narrowed = content['application/problem+json']?.schema?.allOf?.[1] as
    { properties: { code: { enum: readonly string[] } } } | undefined;
  return narrowed?.properties.code.enum ?? [];
}

export const isWrite = ({ method, parameters }: Operation): boolean =>
  method !== 'GET' && parameters.some(({ name }) => name === 'Idempotency-Key');
