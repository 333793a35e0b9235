import { type EventName, slotsOf } from '#libs/domain';
import { isJsonObject, type Json, type JsonObject, streamKind } from '#libs/ledger';

/** Whom a canary stands for: the people of allegations, or what letters, replies and staff keep sealed. */
export type Canary = 'people' | 'sealed';

/** How canaries begin; each sealed field of each event gets one of its own. */
export const canaryOf = (kind: Canary, event: number, path: string): string =>
  `canary-${kind}-${event}-${path.replaceAll('/', '-')}-`;

/** The payload with a canary in every field that its type seals. */
export function withCanaries(type: EventName, data: object, stream: string, event: number): JsonObject {
  const kind = ['allegation', 'subject', 'access'].includes(streamKind(stream) ?? '') ? 'people' : 'sealed';
  const plain = JSON.parse(JSON.stringify(data)) as JsonObject;
  return slotsOf(type, 1).reduce((body, slot) => planted(body, slot, canaryOf(kind, event, slot)), plain);
}

function planted(body: JsonObject, slot: string, canary: string): JsonObject {
  const [name = '', star, member = ''] = slot.split('/');
  if (star === undefined) return { ...body, [name]: like(body[name], canary) };
  const list = body[name];
  if (!Array.isArray(list)) return body;
  return { ...body, [name]: list.filter(isJsonObject).map((one) => ({ ...one, [member]: like(one[member], canary) })) };
}

/** A value of the same kind that says the canary in every text. */
function like(value: Json | undefined, canary: string): Json {
  if (Array.isArray(value)) return [canary];
  return isJsonObject(value) ? { name: canary, contact: canary, notes: canary } : canary;
}
