import type { TopicKind } from '#libs/kafka';
import type { JsonObject } from '#libs/ledger';

const text = { type: 'string' } as const;
const decimal = { type: 'string', pattern: '^(0|[1-9][0-9]*)$' } as const;
const uuid = { type: 'string', format: 'uuid' } as const;
const instant = { type: 'string', format: 'date-time' } as const;

/** What every CloudEvent has. */
const cloudEvent = {
  'content-type': text,
  ce_specversion: { const: '1.0' },
  ce_id: text,
  ce_source: { type: 'string', format: 'uri-reference' },
  ce_type: text,
} as const;
const required = Object.keys(cloudEvent);

const schemas: JsonObject = {
  eventHeaders: {
    type: 'object',
    description:
      'Of the signed statement: with ce_kid and ce_sig beside the payload’s exact bytes it can be put together again.',
    properties: {
      ...cloudEvent,
      ce_id: { ...uuid, description: 'jti: the event’s id' },
      ce_source: { ...cloudEvent.ce_source, description: 'iss: the ledger’s origin' },
      ce_type: { type: 'string', description: 'typ behind the origin’s reversed domain' },
      ce_subject: { type: 'string', description: 'sub: the stream' },
      ce_time: { ...instant, description: 'when it was recorded' },
      ce_position: { ...decimal, description: 'place in the whole ledger, from 0' },
      ce_prevposition: {
        ...decimal,
        description: 'position sent before it on this topic under this key; absent on the first',
      },
      ce_ver: { ...decimal, description: 'version of the type' },
      ce_kid: { type: 'string', description: 'thumbprint (RFC 7638) of the key that signed' },
      ce_sig: { type: 'string', description: 'signature, base64url' },
    },
    required: [...required, 'ce_subject', 'ce_time', 'ce_position', 'ce_ver', 'ce_kid', 'ce_sig'],
  },
  statement: {
    type: 'object',
    description: 'The statement’s claims in RFC 8785 form. Where something is sealed, data holds a digest of it.',
    properties: {
      iss: text,
      jti: uuid,
      sub: text,
      rev: { type: 'integer', minimum: 0 },
      typ: text,
      ver: { type: 'integer', minimum: 1 },
      time: instant,
      by: { type: 'object', properties: { ps: text, role: text }, required: ['role'] },
      codes: { type: 'array', items: text },
      data: { type: 'object' },
      _sd_alg: { const: 'sha-256' },
      ct: { type: 'string', description: 'digest of the sealed fields’ ciphertexts, which are not sent' },
    },
    required: ['iss', 'jti', 'sub', 'rev', 'typ', 'ver', 'time', 'by', 'data'],
  },
  submissionHeaders: { type: 'object', properties: cloudEvent, required },
  receipt: {
    type: 'object',
    description: 'Where the submission was recorded, or the problem document (RFC 9457) that says why it was not.',
  },
  deadLetterHeaders: {
    type: 'object',
    description: 'Why it could not be taken, and where it was found.',
    additionalProperties: text,
  },
};

const plain = (name: string, summary: string, more: JsonObject): JsonObject => ({ name, summary, ...more });

/** Messages that are no statements of the ledger: their schemas, and which topic carries which. */
export const messageDetails: {
  readonly schemas: JsonObject;
  readonly messages: JsonObject;
  readonly of: Readonly<Partial<Record<TopicKind, string>>>;
} = {
  schemas,
  of: {
    submissions: 'Submission',
    receipts: 'Receipt',
    deadLetters: 'DeadLetter',
    consumption: 'Consumption',
  },
  messages: {
    Submission: plain('Submission', 'A compact JWE to the registry’s intake key around the agency’s compact JWS.', {
      contentType: 'application/jose',
      headers: { $ref: '#/components/schemas/submissionHeaders' },
      payload: { type: 'string' },
    }),
    Receipt: plain('Receipt', 'What became of one submission.', {
      headers: { $ref: '#/components/schemas/submissionHeaders' },
      payload: { $ref: '#/components/schemas/receipt' },
    }),
    DeadLetter: plain('DeadLetter', 'The bytes of a submission as they came.', {
      contentType: 'application/octet-stream',
      headers: { $ref: '#/components/schemas/deadLetterHeaders' },
    }),
    Consumption: plain('Consumption', 'A compact JWS of the agency: it has read up to a position.', {
      contentType: 'application/jose',
      payload: { type: 'string' },
    }),
  },
};
