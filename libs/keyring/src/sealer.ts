import { ciphertextsDigest, conceal, disclosureDigest, parseDisclosure, slotAad } from '#libs/integrity';
import { type Entropy, isJsonObject, type Json, type JsonObject, LedgerError } from '#libs/ledger';

import { boxColumn, type BoxRecord, readBoxColumn } from './box-column.js';
import type { DataKey } from './key-store.js';
import { keyIds, openBox, sealBox } from './sealing.js';

export interface SealRequest {
  readonly iss: string;
  /** `jti`. */
  readonly id: string;
  /** The payload with its sealed fields still readable. */
  readonly data: JsonObject;
  /** The slots of its type and version, as `source`; `*` stands for an array index. */
  readonly slots: readonly string[];
  /** The resolved keys of one concrete path, as `persons/0/particulars`; never empty. */
  readonly keysOf: (path: string) => readonly DataKey[];
}

export interface Sealed {
  /** The payload with `_sd` digests in place of the sealed fields. */
  readonly data: JsonObject;
  /** To spread into the claims: `_sd_alg` and `ct` where something is sealed, else nothing. */
  readonly claims: { readonly _sd_alg?: 'sha-256'; readonly ct?: string };
  /** The column to store beside the statement; `null` when nothing is sealed. */
  readonly boxes: Uint8Array | null;
  readonly disclosures: readonly { readonly path: string; readonly text: string; readonly digest: string }[];
}

export interface OpenRequest {
  readonly iss: string;
  readonly id: string;
  /** The statement's `data`, whose `_sd` the opened text must answer to. */
  readonly data: JsonObject;
  /** The stored column. */
  readonly boxes: Uint8Array | null;
  readonly path: string;
  /** The keys that still exist, by id: those of `keyIdsOf` or more. */
  readonly keys: ReadonlyMap<string, Uint8Array>;
}

export interface OpenedSlot {
  /** The disclosure (RFC 9901), ASCII. */
  readonly text: string;
  /** As it stands in `_sd`. */
  readonly digest: string;
  readonly name: string;
  readonly value: Json;
}

/** Seals the fields of an event and opens them again. Synchronous: keys are resolved before an event is decided. */
export class Sealer {
  constructor(private readonly entropy: Entropy) {}

  seal({ iss, id, data, slots, keysOf }: SealRequest): Sealed {
    const concealed = conceal(data, slots, () => this.entropy.bytes(16));
    const { disclosures } = concealed;
    if (disclosures.length === 0) return { data: concealed.data, claims: {}, boxes: null, disclosures };
    const boxes = disclosures.map(({ path, text }): BoxRecord => {
      const keys = keysOf(path);
      const ids = keyIds(keys);
      const box = sealBox(keys, slotAad(iss, id, path, ids), text, this.entropy.bytes(12));
      return { path, keys: ids, box };
    });
    const claims = { _sd_alg: 'sha-256', ct: ciphertextsDigest(boxes) } as const;
    return { data: concealed.data, claims, boxes: boxColumn(boxes), disclosures };
  }

  /** The ids of the keys that open these paths (all paths when none is named); paths that are not sealed are passed over. */
  keyIdsOf(boxes: Uint8Array | null, paths?: readonly string[]): string[] {
    const wanted = boxes === null ? [] : readBoxColumn(boxes).filter(({ path }) => paths?.includes(path) ?? true);
    return [...new Set(wanted.flatMap(({ keys }) => keys))].sort();
  }

  /**
   * Opens one slot and holds it against the statement. `FIELD_NOT_SEALED`: there is no such slot; `SUBJECT_SHREDDED`: one of its keys is
   * gone; `SEAL_BROKEN`: box, key or statement do not belong together.
   */
  open({ iss, id, data, boxes, path, keys }: OpenRequest): OpenedSlot {
    const record = boxes === null ? undefined : readBoxColumn(boxes).find((row) => row.path === path);
    if (record === undefined) throw new LedgerError('FIELD_NOT_SEALED');
    const text = openBox(resolve(record.keys, keys), slotAad(iss, id, path, record.keys), record.box);
    const digest = disclosureDigest(text);
    if (!digestsAt(data, path).includes(digest)) throw new LedgerError('SEAL_BROKEN');
    const { name, value } = parseDisclosure(text);
    if (name !== path.slice(path.lastIndexOf('/') + 1)) throw new LedgerError('SEAL_BROKEN');
    return { text, digest, name, value };
  }
}

const resolve = (ids: readonly string[], keys: ReadonlyMap<string, Uint8Array>): DataKey[] =>
  ids.map((id) => {
    const bytes = keys.get(id);
    if (bytes === undefined) throw new LedgerError('SUBJECT_SHREDDED');
    return { id, bytes };
  });

/** The `_sd` of the object that a path's last segment stands in. */
function digestsAt(data: JsonObject, path: string): readonly Json[] {
  let place: Json | undefined = data;
  for (const segment of path.split('/').slice(0, -1)) {
    if (Array.isArray(place)) place = place[Number(segment)] as Json | undefined;
    else place = isJsonObject(place) ? place[segment] : undefined;
  }
  const digests = isJsonObject(place) ? place['_sd'] : undefined;
  return Array.isArray(digests) ? (digests as readonly Json[]) : [];
}
