import { defineConfig } from 'vite';
import { kinds, slotsJson } from './dist/libs/domain/src/index.js';

/** The verification of bundles as one ES module for pages, from what `npm run build` has emitted: `dist/browser/verifier.js`. */
export default defineConfig({
  define: { ledgerSlots: slotsJson(), ledgerKinds: JSON.stringify(kinds()) },
  publicDir: false,
  resolve: { conditions: ['browser'] },
  build: {
    outDir: 'dist/browser',
    target: 'es2023',
    modulePreload: false,
    // Nothing here is imported for what it does when it is loaded: what is not called is no part of a page.
    rollupOptions: { treeshake: { moduleSideEffects: false } },
    lib: { entry: 'dist/apps/auditor/src/browser/verifier.js', formats: ['es'], fileName: 'verifier' },
  },
});
