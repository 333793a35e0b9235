import { type RecomputeViews, utf8, type ViewSource, type WholeFold } from '#libs/integrity';
import { LedgerTally, viewFiles } from '#libs/projections';

/** Makes the views of a bundle for readers again from its own events. */
export const recomputeViews: RecomputeViews = ({ manifest, events }: ViewSource) => {
  if (manifest.code === undefined) return new Map();
  return new Map([...viewFiles(manifest.code, events)].map(([name, text]) => [name, utf8(text)]));
};

/** The same of an auditor's bundle, which is nobody's file, from its events as they pass. */
export function beginWholeFold(): WholeFold {
  const tally = new LedgerTally();
  return {
    see: (event) => tally.see(event),
    files: () => {
      const [name, text] = tally.file;
      return new Map([[name, utf8(text)]]);
    },
  };
}
