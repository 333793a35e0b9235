import { join } from 'node:path';
import type { Draft } from '#libs/event-store';
import { type KeyStore, openKeyStore, Sealer, SystemEntropy } from '#libs/keyring';
import type { JsonObject } from '#libs/ledger';
import type { DraftSource } from './draft-source.js';
import { filled, origin, type Place, statementPayload } from './sample-event.js';

const source: JsonObject = { name: 'A. Sample', contact: 'a.sample@source.example', remarks: 'r'.repeat(120) };

/** How many subjects the sealed fields are of. Their keys are made beforehand: that happens once in the life of a subject. */
const subjects = 100;

/**
 * Events with one sealed field, as the registry makes them: the subject's key is fetched from a key store of its own for every command,
 * the field is encrypted inside the decision, and its box is stored beside the statement.
 */
export class SealedDrafts implements DraftSource {
  readonly #sealer = new Sealer(new SystemEntropy());
  /** The clear fields, filled once so that a statement with its digests has 1 KiB. */
  #clear: JsonObject | undefined;
  #next = 0;

  private constructor(private readonly keyStore: KeyStore) {}

  static async open(url: string, folder: string): Promise<SealedDrafts> {
    const keyEncryptionKeys = join(folder, 'kek');
    const keyStore = await openKeyStore({ url, keyEncryptionKeys, entropy: new SystemEntropy() });
    for (let n = 0; n < subjects; n++) await keyStore.keyFor(`subject-${n}`);
    return new SealedDrafts(keyStore);
  }

  async prepare(): Promise<(place: Place) => Draft> {
    const key = await this.keyStore.keyFor(`subject-${this.#next++ % subjects}`);
    return (place) => {
      const request = { iss: origin, id: place.id, slots: ['source'], keysOf: () => [key] };
      this.#clear ??= this.#fill(place, request);
      const { data, claims, boxes } = this.#sealer.seal({ ...request, data: { ...this.#clear, source } });
      return { stream: place.stream, id: place.id, payload: statementPayload(place, data, { ...claims }), boxes };
    };
  }

  close(): Promise<void> {
    return this.keyStore.close();
  }

  #fill(place: Place, request: Omit<Parameters<Sealer['seal']>[0], 'data'>): JsonObject {
    const { data, claims } = this.#sealer.seal({ ...request, data: { on: '2025-03-10', source } });
    const { on, note } = filled(place, data, { ...claims });
    return { on, note } as JsonObject;
  }
}
