import { type ErrorCode, errorTable, type JsonObject, LedgerError, type PayloadClass } from '#libs/ledger';

import { fileTypesAt } from '../bodies.js';
import { statusOf } from '../problem-document.js';
import { type ControllerClass, descriptionOf, exampleOf, type Parameter } from './described.js';
import { type Route, routesOf } from './routes.js';
import { Schemas } from './schemas.js';

const place = '#/components/schemas/';

/** What any request can be answered with, before a route is reached or when it breaks. */
const always: readonly ErrorCode[] = ['REQUEST_INVALID', 'UNAUTHENTICATED', 'INTERNAL'];
const withBody: readonly ErrorCode[] = ['MEDIA_TYPE', 'BODY_TOO_LARGE'];
const withJson: readonly ErrorCode[] = ['JSON_INVALID', 'JSON_DUPLICATE_KEY', 'JSON_VALUE', 'BODY_INVALID'];

/** The OpenAPI 3.1 document of these controllers, made of what their decorators, their bodies' rules and the source say. */
export function openApiDocument(controllers: readonly ControllerClass[]): JsonObject {
  const schemas = new Schemas(place);
  const routes = controllers.flatMap(routesOf);
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes)
    (paths[templateOf(route.path)] ??= {})[route.method.toLowerCase()] = operation(route, schemas);
  const answers = Object.fromEntries(
    controllers.flatMap((controller) => Object.entries(descriptionOf(controller)?.facts.answers ?? {})),
  );
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: {
      title: 'Allegation Ledger',
      version: '1',
      description:
        'Every refusal is an RFC 9457 problem document with a stable `code`. Reads answer `HEAD` as well. Whatever is not named here is 404 `ROUTE_UNKNOWN`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{}, { bearer: [] }],
    paths,
    components: {
      schemas: { ...answers, ...schemas.definitions(), Problem: problemSchema },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'A token of the configured OIDC issuer. Without one the caller is the public.',
        },
      },
    },
  };
}

/** Problem documents (RFC 9457); the codes are the error table. */
const problemSchema: JsonObject = {
  type: 'object',
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: Object.keys(errorTable) },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, reason: { type: 'string' } },
        required: ['reason'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'errors'],
  additionalProperties: false,
};

/** `/v1/allegations/:id` as OpenAPI writes it; what follows a `*` is one parameter. */
export const templateOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}').replace('*', '{path}');

function operation(route: Route, schemas: Schemas): JsonObject {
  const { id, controller, fact, parameters, body, status } = route;
  if (fact === undefined) throw new LedgerError('INTERNAL', `the route ${id} is not described; npm run tables does it`);
  return {
    operationId: id,
    tags: [headingOf(controller)],
    ...wordsOf(route, fact.about),
    // A route that asks for a role asks for a token; the others show the public what is public.
    ...(fact.codes.includes('FORBIDDEN') ? { security: [{ bearer: [] }] } : {}),
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(written) }),
    ...(body === undefined ? {} : { requestBody: requestBody(route.path, body, schemas) }),
    responses: { [String(status)]: success(route), ...problems(route) },
  };
}

/** `PressReleasesController` as `Press releases`. */
function headingOf(controller: ControllerClass): string {
  const [first = '', ...others] = controller.name.replace(/(Read)?Controller$/, '').split(/(?=[A-Z])/);
  const words = [first, ...others.map((word) => word.toLowerCase())].join(' ');
  return descriptionOf(controller)?.headings?.[controller.name] ?? words;
}

/** The first sentence is the summary; the others, and who may, are the description. */
function wordsOf({ controller, body }: Route, about: string): JsonObject {
  const [summary = about, ...more] = about.split(/(?<=\.) (?=[A-Z])/);
  const senders = body === undefined || body === 'file' ? undefined : descriptionOf(controller)?.senders?.(body);
  const description = [...more, ...(senders === undefined ? [] : [`Who may: ${senders}.`])].join(' ');
  return { summary, ...(description === '' ? {} : { description }) };
}

const written = (parameter: Parameter): JsonObject => ({ required: false, ...parameter });

function requestBody(path: string, body: PayloadClass | 'file', schemas: Schemas): JsonObject {
  if (body === 'file') return fileBody(fileTypesAt(path) ?? ['*/*']);
  const example = exampleOf(body);
  const media = { schema: schemas.ref(body), ...(example === undefined ? {} : { example }) };
  return { required: true, content: { 'application/json': media } };
}

const fileBody = (types: readonly string[]): JsonObject => ({
  required: true,
  description: types.includes('*/*') ? 'The file, of any media type but JSON.' : 'The file; text in UTF-8.',
  content: Object.fromEntries(types.map((type) => [type, {}])),
});

function success(route: Route): JsonObject {
  const { fact, mediaType, method } = route;
  const type = mediaType?.split(';')[0] ?? 'application/json';
  const content = {
    ...(fact?.answer === undefined ? {} : { [type]: { schema: fact.answer } }),
    ...(fact?.file === undefined ? {} : { [mediaType ?? fact.file]: {} }),
  };
  const description = method === 'GET' ? 'What was asked for.' : 'Done and durable.';
  return { description, ...(saysRevision(route) ? { headers: { ETag: etag } } : {}), content };
}

const statusOfCode = (code: ErrorCode): number => statusOf(new LedgerError(code));

const etag: JsonObject = {
  description: 'The revision of the record, for the `If-Match` of a later write.',
  schema: { type: 'string' },
};

/** Whether the answer is one that RevisionTag finds a revision in. */
function saysRevision({ fact, controller }: Route): boolean {
  const name = String(fact?.answer?.['$ref']).split('/').at(-1) ?? '';
  const schema = descriptionOf(controller)?.facts.answers[name] ?? fact?.answer;
  const members = Object.keys((schema?.['properties'] ?? {}) as JsonObject);
  return members.includes('events') || members.includes('revision');
}

/** The refusals of a route, by status; the codes of each stand in its schema. */
function problems({ fact, body, method }: Route): JsonObject {
  const more =
    body === undefined ? (method === 'GET' ? [] : withBody) : body === 'file' ? withBody : [...withBody, ...withJson];
  const codes = [...new Set<ErrorCode>([...always, ...more, ...(fact?.codes ?? [])])].sort();
  const statuses = [...new Set(codes.map(statusOfCode))].sort();
  return Object.fromEntries(
    statuses.map((status) => [String(status), problem(codes.filter((code) => statusOfCode(code) === status))]),
  );
}

const problem = (codes: readonly ErrorCode[]): JsonObject => ({
  description: codes.map((code) => `\`${code}\`: ${errorTable[code].title}.`).join('\n'),
  content: {
    'application/problem+json': {
      schema: { allOf: [{ $ref: `${place}Problem` }, { properties: { code: { enum: [...codes] } } }] },
    },
  },
});
