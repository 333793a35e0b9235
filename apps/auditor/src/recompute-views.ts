import { type RecomputeViews, utf8, type ViewSource } from '#libs/integrity';
import { viewFiles } from '#libs/projections';

/** Makes the views of a bundle again from its own events; an auditor's bundle is nobody's file and has none. */
export const recomputeViews: RecomputeViews = ({ manifest, events }: ViewSource) => {
  if (manifest.code === undefined) return new Map();
  return new Map([...viewFiles(manifest.code, events)].map(([name, text]) => [name, utf8(text)]));
};
