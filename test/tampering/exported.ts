import { slotsJson } from '#libs/domain';
import { type Entry, leafOf } from '#libs/event-store';
import {
  boxDigest,
  type BundleParts,
  compactJwt,
  composeBundle,
  MerkleTree,
  type NamedFile,
  parseSignedCheckpoint,
  toHex,
  utf8,
  zipBytes,
} from '#libs/integrity';
import { readBoxColumn } from '#libs/keyring';
import { parseJson } from '#libs/ledger';
import { viewFiles } from '#libs/projections';
import { auditorParts, readerParts } from '#libs/testing';

import type { Scene } from './scene.js';

/** Whether the tree shown is the one that the notary kept, or one made again from what is in the store. */
export type Tiles = 'kept' | 'rebuilt';

const slots = parseJson(slotsJson()) as BundleParts['slots'];

export const jwtOf = ({ kid, payload, signature }: Entry): string => compactJwt(kid, payload, signature);

export function treeOf(entries: readonly Entry[]): MerkleTree {
  const tree = new MerkleTree();
  for (const entry of entries) tree.append(leafOf(entry));
  return tree;
}

/** The size that a checkpoint says. */
export const sizeOf = (note: string): number => parseSignedCheckpoint(note)?.checkpoint.size ?? 0;

/** An auditor's bundle made of what stands in the store now, under the checkpoint that is shown. */
export async function auditorsBundle(scene: Scene, tiles: Tiles): Promise<Uint8Array> {
  const rows = await scene.room.rows();
  const size = sizeOf(scene.note);
  return zipBytes(
    composeBundle({
      ...(await auditorParts(scene.ledger, scene.heads)),
      slots,
      tree: tiles === 'kept' ? scene.ledger.tree : treeOf(rows),
      checkpoint: { size, text: scene.note },
      statements: rows.map((entry) => ({ position: entry.position, jwt: jwtOf(entry) })),
      disclosures: rows.flatMap(disclosed),
      ciphertexts: rows.flatMap(ciphertexts),
    }),
  );
}

export function disclosed({ position, disclosures }: Entry) {
  const texts = disclosures === null ? [] : (JSON.parse(Buffer.from(disclosures).toString()) as string[]);
  return texts.map((disclosure) => ({ position, disclosure }));
}

function ciphertexts({ position, boxes }: Entry) {
  if (boxes === null) return [];
  const digests = readBoxColumn(boxes).map((box) => [box.path, toHex(boxDigest(box).digest)] as const);
  return [{ position, digests: Object.fromEntries(digests) }];
}

/** The files of Cambodia's own bundle, with its views. */
export async function addresseesFiles({ ledger, heads, note, kept }: Scene): Promise<NamedFile[]> {
  const parts = await readerParts(ledger, { audience: 'addressee', code: 'KHM', headsPosition: heads });
  const own = new Set(parts.statements.map(({ position }) => position));
  const events = ledger.entries.map(({ event }) => event).filter(({ position }) => own.has(position));
  const views = [...viewFiles('KHM', events)].map(([name, text]) => [name, utf8(text)] as const);
  return composeBundle({
    ...parts,
    slots,
    views: new Map(views),
    since: sizeOf(kept),
    checkpoint: { size: sizeOf(note), text: note },
  });
}

/** Cambodia's own bundle. */
export const addresseesBundle = async (scene: Scene): Promise<Uint8Array> => zipBytes(await addresseesFiles(scene));
