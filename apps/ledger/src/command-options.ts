import { InvalidArgumentError, Option } from 'commander';

export const json = (): Option => new Option('--json', 'print one JSON document');

export const asOf = (): Option =>
  new Option('--as-of <instant>', 'as it was recorded up to that instant, or the end of that day in Zurich').conflicts(
    'asOfPosition',
  );

export const asOfPosition = (): Option =>
  new Option('--as-of-position <position>', 'as it was recorded up to that position').argParser(positionOf);

export const trust = (): Option =>
  new Option('--trust <file>', 'the trust.json to pin; without it the ledger is trusted on first use');

export const issuer = (): Option =>
  new Option('--issuer <file>', 'file of an issuer key in force; unset, the one in LEDGER_HOME');

export function portNumber(text: string): number {
  if (/^\d{1,5}$/u.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('It is a number from 0 to 65535.');
}

export function sizeOf(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is the second line of a checkpoint, a number from 1.');
}

export function eventId(text: string): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) return text;
  throw new InvalidArgumentError('It is the id of an event, as `record` prints it.');
}

function positionOf(text: string): number {
  if (/^(?:0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a place in the ledger, a number from 0, as `record` prints it under "No.".');
}
