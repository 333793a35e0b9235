import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';

import { type ErrorDetail, LedgerError } from '#libs/ledger';

/** How many faults an answer names: an answer is not to be larger than what it answers. */
const mostNamed = 50;

/** Bodies are taken as the event's own payload class: unknown members are refused and nothing is converted implicitly. */
export class BodyPipe extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      // The value is looked at for whether it is there, and never said.
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => new LedgerError('BODY_INVALID', details(errors, '').slice(0, mostNamed)),
    });
  }

  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body') refuseUnfit(value);
    return super.transform(value, metadata);
  }
}

/** A value that came in otherwise than as a body, held to the rules of its payload class all the same. Throws `BODY_INVALID`. */
export const validated = async <T extends object>(payload: new () => T, value: unknown): Promise<T> =>
  (await new BodyPipe().transform(value, { type: 'body', metatype: payload })) as T;

/**
 * Names that objects and functions of JavaScript have by themselves. Nest and class-transformer drop some of them silently, and
 * class-validator takes others for declared.
 */
const inherited = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);

/** No body that is accepted comes near this, and the validator's work grows with the square of an object's members: it is not begun for more. */
const mostMembers = 500;

const refusal = (path: string, reason: string): LedgerError => new LedgerError('BODY_INVALID', { path, reason });

/** Throws `BODY_INVALID` for what must not even be looked at by the validator. */
function refuseUnfit(body: unknown): void {
  const open: [path: string, value: unknown][] = [['', body]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next;
    if (typeof value !== 'object' || value === null || !isPlain(value)) continue;
    const members = Object.entries(value);
    if (!Array.isArray(value) && members.length > mostMembers) throw refusal(path, 'more members than any body has');
    const name = members.find(([member]) => inherited.has(member))?.[0];
    if (name !== undefined) throw refusal(path === '' ? name : `${path}/${name}`, 'no member can have this name');
    for (const [member, inner] of members) open.push([path === '' ? member : `${path}/${member}`, inner]);
  }
}

/** What a JSON parser makes, and not the stream of a document. */
const isPlain = (value: object): boolean => Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;

function details(errors: readonly ValidationError[], prefix: string): ErrorDetail[] {
  return errors.flatMap((error) => {
    const { whitelistValidation: unknown, ...constraints } = error.constraints ?? {};
    const path = joined(prefix, unknown === undefined ? error.property : sayable(error.property));
    const own = reasonsOf(error, Object.values(constraints)).map((reason) => ({ path, reason }));
    if (unknown !== undefined) own.push({ path, reason: 'is no member of this' });
    return [...own, ...details(error.children ?? [], path)];
  });
}

/** Of a member that is absent that alone; else each rule that it breaks, without the member's name, which is the path's to say. */
function reasonsOf({ property, value }: ValidationError, messages: readonly string[]): readonly string[] {
  if (messages.length === 0) return [];
  if (value === undefined) return ['must be there'];
  const names = [`each value in ${property} `, `each of ${property} `];
  const each = (message: string): string | undefined => names.find((start) => message.startsWith(start));
  return messages.map((message) => {
    const start = each(message);
    if (start !== undefined) return `each ${message.slice(start.length)}`;
    return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
  });
}

const joined = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}/${name}`);

/** A name that came with the body can be anything, a confidential text too: only what looks like a member or a place in a list is said again. */
export const sayable = (name: string): string => (/^(?:[a-z][A-Za-z_]{0,31}|\d{0,6})$/.test(name) ? name : '…');
