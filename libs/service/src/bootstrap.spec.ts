import { connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { IsInt, IsOptional, IsString, Matches } from 'class-validator';

import { LedgerError } from '#libs/ledger';

import { bootstrap, type RunningService } from './bootstrap.js';
import { DevelopmentIssuer } from './development-issuer.js';
import type { Identity } from './identity.js';
import { described } from './openapi/described.js';
import { Caller, Command, type CommandRequest, requireRole } from './request.js';

class Note {
  @IsString()
  @Matches(/^[^\0]{0,10}$/u)
  text: string;

  @IsOptional()
  @IsInt()
  count?: number;
}

@Controller('notes')
class NotesController {
  @Post()
  @HttpCode(201)
  add(@Body() note: Note, @Command() command: CommandRequest): object {
    return { text: note.text, key: command.key, path: command.path, bytes: command.body.length };
  }

  @Get('mine')
  mine(@Caller() identity: Identity): object {
    return { role: requireRole(identity, ['assessor']) };
  }

  @Get('refused')
  refused(): never {
    throw new LedgerError('LETTER_NOT_SENT', { path: 'reference', reason: 'KHM 9/2025' });
  }

  @Get('crash')
  crash(): never {
    throw new TypeError('a secret detail');
  }
}

class NotesModule {}

const fact = { about: 'Notes.', codes: [] };
const facts = {
  routes: {
    'NotesController.add': fact,
    'NotesController.mine': fact,
    'NotesController.refused': fact,
    'NotesController.crash': fact,
  },
  answers: {},
};
const notes = { module: NotesModule, controllers: described([NotesController], { facts, parameters: {} }) };

class ServingMore {}

let ready: string | undefined;

describe('what every service does with a request', () => {
  let service: RunningService;
  beforeAll(async () => {
    const authenticator = await DevelopmentIssuer.create();
    const readiness = [{ name: 'store', check: () => Promise.resolve(ready) }];
    const modules = [notes];
    service = await bootstrap(
      { modules, authenticator, readiness },
      { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    );
  });
  afterAll(() => service.close());

  const call = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(service.url + path, init);
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      json: (await response.json()) as Record<string, unknown>,
    };
  };
  const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    call('/notes', {
      method: 'POST',
      body: body as string,
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k-1', ...headers },
    });

  it('hands the controller the validated body and the raw bytes', async () => {
    const answer = await post('{"text":"hello"}');
    expect(answer).toMatchObject({ status: 201, json: { text: 'hello', key: 'k-1', path: '/notes', bytes: 16 } });
  });

  it.each([
    ['text that is no JSON', '{"text":', 400, 'JSON_INVALID'],
    ['an empty body', '', 400, 'JSON_INVALID'],
    ['a member named twice', '{"text":"a","text":"b"}', 400, 'JSON_DUPLICATE_KEY'],
    ['a member named twice in disguise', '{"text":"a","t\\u0065xt":"b"}', 400, 'JSON_DUPLICATE_KEY'],
    ['a fraction', '{"text":"a","count":1.5}', 400, 'JSON_VALUE'],
    ['a lone surrogate', '{"text":"\\ud800"}', 400, 'JSON_VALUE'],
    ['a NUL character', '{"text":"\\u0000"}', 400, 'JSON_VALUE'],
    ['a deep nest', `{"text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400, 'JSON_VALUE'],
    ['a wrong type, never converted', '{"text":5}', 422, 'BODY_INVALID'],
    ['an unknown member', '{"text":"a","more":1}', 422, 'BODY_INVALID'],
    ['a member that JavaScript takes for something else', '{"text":"a","__proto__":{"text":"b"}}', 422, 'BODY_INVALID'],
    ['more values than any event has', `{"text":[${'{},'.repeat(20_000)}{}]}`, 413, 'BODY_TOO_LARGE'],
    ['too long a text', '{"text":"aaaaaaaaaaaaaaaaaaaaaaa"}', 422, 'BODY_INVALID'],
    [
      'more members than can be looked at',
      `{${Array.from({ length: 600 }, (_, i) => `"k${i}":0`).join()}}`,
      422,
      'BODY_INVALID',
    ],
    ['a list longer than can be looked at', `{"text":[${'{},'.repeat(300_000)}{}]}`, 413, 'BODY_TOO_LARGE'],
    ['a list in place of an object', '[]', 422, 'BODY_INVALID'],
    ['a huge body', `{"text":"${'a'.repeat(1_100_000)}"}`, 413, 'BODY_TOO_LARGE'],
  ])('refuses %s with a problem document', async (_, body, status, code) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status, json: { code, status, title: expect.any(String) } });
    expect(answer.type).toContain('application/problem+json');
  });

  it('refuses bytes that are not UTF-8', async () => {
    const answer = await post(new Uint8Array([0x22, 0xff, 0x22]));
    expect(answer).toMatchObject({ status: 400, json: { code: 'JSON_INVALID' } });
  });

  it('refuses another media type', async () => {
    const answer = await post('text', { 'content-type': 'text/plain' });
    expect(answer).toMatchObject({ status: 415, json: { code: 'MEDIA_TYPE' } });
  });

  it('names the path of a fault and never its value', async () => {
    const answer = await post('{"text":["Confidential Name"]}');
    expect(answer.json).toMatchObject({ errors: [{ path: 'text' }, { path: 'text' }] });
    expect(JSON.stringify(answer.json)).not.toContain('Confidential');
  });

  it('says no name of a member again that is none', async () => {
    for (const name of ['Confidential Name', 'Confidential', 'confidential.name@example'])
      for (const value of ['1', '1.5', '{"x":1.5}'])
        expect((await post(`{"text":"a","${name}":${value}}`)).json['detail']).not.toMatch(/confidential/iu);
    expect((await post('{"text":"a","txet":1}')).json).toMatchObject({
      errors: [{ path: 'txet', reason: 'is no member of this' }],
    });
  });

  it('lists no more faults than a person mends at once', async () => {
    const body = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`member${i}`, 1]));
    expect((await post(JSON.stringify(body))).json['errors']).toHaveLength(50);
  });

  it.each([['/%'], ['/notes/%ff'], [`/notes/${'x'.repeat(400)}`], ['/x'.repeat(3000)]])(
    'refuses the address %s with a problem document',
    async (path) => {
      const answer = await call(path);
      expect(answer.type).toContain('application/problem+json');
      expect([400, 404]).toContain(answer.status);
      expect(['REQUEST_INVALID', 'ROUTE_UNKNOWN']).toContain(answer.json['code']);
    },
  );

  it.each(['nonsense\r\n\r\n', `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`])(
    'answers what is no request with a problem document',
    async (bytes) => {
      const { hostname, port } = new URL(service.url);
      const socket = connect(Number(port), hostname);
      let said = '';
      socket.on('data', (part: Buffer) => (said += part.toString()));
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined);
      socket.write(bytes);
      await closed;
      expect(said).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"REQUEST_INVALID"/u);
    },
  );

  it.each(['', 'with space', 'x'.repeat(201)])('refuses a write under the key «%s»', async (key) => {
    const answer = await post('{"text":"a"}', { 'idempotency-key': key });
    expect(answer).toMatchObject({ status: 400, json: { code: 'IDEMPOTENCY_KEY_MISSING' } });
  });

  it('maps a refusal to the status of its kind', async () => {
    expect(await call('/notes/refused')).toMatchObject({ status: 404, json: { code: 'LETTER_NOT_SENT' } });
    expect(await call('/nowhere')).toMatchObject({ status: 404, json: { code: 'ROUTE_UNKNOWN' } });
  });

  it('tells nothing of what broke inside', async () => {
    const answer = await call('/notes/crash');
    expect(answer).toMatchObject({ status: 500, json: { code: 'INTERNAL' } });
    expect(JSON.stringify(answer.json)).not.toContain('secret');
  });

  it('lets a token act in its roles only, and treats a bad token as bad, not as none', async () => {
    const token = async (roles: string[]) => {
      const answer = await call('/dev/tokens', {
        method: 'POST',
        body: JSON.stringify({ subject: 'desk', roles }),
        headers: { 'content-type': 'application/json' },
      });
      return { authorization: `Bearer ${String(answer.json['token'])}` };
    };
    expect(await call('/notes/mine', { headers: await token(['drafter', 'assessor']) })).toMatchObject({
      json: { role: 'assessor' },
    });
    expect(await call('/notes/mine', { headers: await token(['drafter']) })).toMatchObject({
      status: 403,
      json: { code: 'FORBIDDEN' },
    });
    expect(await call('/notes/mine', { headers: await token(['clock']) })).toMatchObject({ status: 403 });
    expect(await call('/notes/mine')).toMatchObject({ status: 401, json: { code: 'UNAUTHENTICATED' } });
    expect(await call('/healthz', { headers: { authorization: 'Bearer nonsense' } })).toMatchObject({ status: 401 });
  });

  it('does not start with a route that its description does not show', async () => {
    const authenticator = await DevelopmentIssuer.create();
    const hidden = { module: ServingMore, imports: [notes], controllers: [] };
    const attempt = bootstrap(
      { modules: [hidden], authenticator, readiness: [] },
      { host: '127.0.0.1', port: 0, logLevel: 'silent' },
    );
    await expect(attempt).rejects.toThrow(/not described: POST \/notes, GET \/notes\/mine/);
  });

  it('does not let the development issuer be reached from beyond this machine', async () => {
    const authenticator = await DevelopmentIssuer.create();
    const attempt = bootstrap(
      { modules: [], authenticator, readiness: [] },
      { host: '0.0.0.0', port: 0, logLevel: 'silent' },
    );
    await expect(attempt).rejects.toMatchObject({ code: 'CONFIGURATION' });
  });

  it('is ready only when everything it needs is there', async () => {
    expect(await call('/readyz')).toMatchObject({ status: 200 });
    ready = 'cannot be reached';
    expect(await call('/readyz')).toMatchObject({
      status: 503,
      json: { code: 'NOT_READY', errors: [{ path: 'store', reason: 'cannot be reached' }] },
    });
    expect(await call('/healthz')).toMatchObject({ status: 200 });
  });
});
