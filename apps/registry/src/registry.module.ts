/** The only writer of the ledger; `registryModule` in `open-registry.ts` gives it its parts. */
export class RegistryModule {}
