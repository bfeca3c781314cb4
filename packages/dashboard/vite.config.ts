import { preact } from '@preact/preset-vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const page = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The dashboard and the demo page: plain files that the collector serves under a strict policy. */
export default defineConfig({
  plugins: [preact()],
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [
        page('index.html'),
        page('demo/index.html'),
        page('demo/pricing/index.html'),
        page('demo/customers/index.html'),
      ],
    },
  },
});
