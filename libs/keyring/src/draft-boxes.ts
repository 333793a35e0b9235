import { canonicalJson, type Entropy } from '#libs/ledger';

import type { DataKey } from './key-store.js';
import type { DraftLine, DraftTexts, PrivateDraft } from './private-drafts.js';
import { openBox, sealBox } from './sealing.js';

const ivLength = 12;

interface Place {
  readonly id: string;
  readonly owner: string;
  readonly expiresAt: number;
  readonly revision: number;
}

/** A draft as it is listed, its label sealed. */
export interface DraftRow extends Place {
  readonly label: Uint8Array;
}

export interface SealedRow extends DraftRow {
  readonly value: Uint8Array;
}

/** Seals drafts; what stands in clear beside a text is authenticated with it, so that no row can be given to another person or time. */
export class DraftBoxes {
  constructor(private readonly entropy: Entropy) {}

  seal(place: Place, { label, value }: DraftTexts, key: DataKey): Pick<SealedRow, 'label' | 'value'> {
    return {
      label: this.box(place, 'label', { key, text: Buffer.from(label, 'utf8') }),
      value: this.box(place, 'value', { key, text: value }),
    };
  }

  line(row: DraftRow, key: DataKey): DraftLine {
    const { id, expiresAt, revision } = row;
    return { id, expiresAt, revision, label: opened(row, 'label', { key, box: row.label }).toString('utf8') };
  }

  open(row: SealedRow, key: DataKey): PrivateDraft {
    return { ...this.line(row, key), value: opened(row, 'value', { key, box: row.value }) };
  }

  /** A box holds characters of one byte each: here they are the bytes. */
  private box(place: Place, member: 'label' | 'value', { key, text }: { key: DataKey; text: Uint8Array }): Uint8Array {
    return sealBox([key], bound(place, member), Buffer.from(text).toString('latin1'), this.entropy.bytes(ivLength));
  }
}

const opened = (place: Place, member: 'label' | 'value', { key, box }: { key: DataKey; box: Uint8Array }): Buffer =>
  Buffer.from(openBox([key], bound(place, member), box), 'latin1');

const bound = ({ id, owner, expiresAt, revision }: Place, member: string): Uint8Array =>
  Buffer.from(canonicalJson(['draft/1', id, owner, expiresAt, revision, member]), 'utf8');
