import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** What is shipped: the command line and the processes that it starts, each a file; packages stay packages. */
export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    rollupOptions: {
      input: {
        cli: resolve(import.meta.dirname, 'main/hosts/cli.ts'),
        importer: resolve(import.meta.dirname, 'main/hosts/importer.ts'),
        'forecast-worker': resolve(import.meta.dirname, 'main/methods/forecast/worker.ts'),
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
});
