import { fromUtf8 } from '#libs/integrity';
import { isJsonObject, parseJson } from '#libs/ledger';

import { ciphertextsAgree } from './box-column.js';

/** A statement with its ciphertexts, as an event store keeps them. */
export interface StoredCiphertexts {
  readonly payload: Uint8Array;
  readonly boxes: Uint8Array | null;
}

/** Whether the ciphertexts beside a statement are those it commits to with its `ct` claim, and there are none where it commits to none. */
export function ciphertextsFit({ payload, boxes }: StoredCiphertexts): boolean {
  try {
    const claims = parseJson(fromUtf8(payload) ?? '');
    const ct = isJsonObject(claims) ? claims['ct'] : undefined;
    if (boxes === null || typeof ct !== 'string') return boxes === null && ct === undefined;
    return ciphertextsAgree(boxes, ct);
  } catch {
    return false;
  }
}
