interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

export interface Manifest {
  readonly overrides?: Readonly<Record<string, string>>;
}

/**
 * What keeps a lock file from installing everywhere, one sentence each: an address of one registry, a package without its
 * digest, a platform's package that is left out (it then fails there, and only there), an override that is not in force.
 */
export function lockFaults(lock: LockFile, manifest: Manifest): string[] {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
  return [
    ...packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => `${path} names an address`),
    ...packages.filter(([, { integrity, link }]) => !integrity && !link).map(([path]) => `${path} has no digest`),
    ...packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !isLocked(lock, path, name))
        .map((name) => `${path} lacks ${name}`),
    ),
    ...Object.entries(manifest.overrides ?? {}).flatMap(([name, version]) =>
      packages
        .filter(([path, entry]) => path.endsWith(`node_modules/${name}`) && entry.version !== version)
        .map(([path, entry]) => `${path} is ${entry.version} although ${version} is demanded`),
    ),
  ];
}

/** A package is found in its own node_modules or in one of those above, as Node looks for it. */
function isLocked(lock: LockFile, path: string, name: string): boolean {
  const own = `${path}/node_modules/${name}`;
  if (own in lock.packages) return true;
  const above = path.slice(0, Math.max(path.lastIndexOf('/node_modules/'), 0));
  return above === '' ? `node_modules/${name}` in lock.packages : isLocked(lock, above, name);
}
