import { defineConfig } from 'vite';

/** One script for a tag: everything inside, nothing global but `window.headwater`. */
export default defineConfig({
  define: { 'typeof document': '"object"' },
  build: {
    target: 'es2020',
    lib: { entry: 'src/snippet.ts', formats: ['iife'], name: 'hw', fileName: () => 'hw.js' },
    rolldownOptions: {
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
      output: {
        topLevelVar: false,
        minify: {
          compress: { target: 'es2020' },
          mangle: { toplevel: true },
          mangleProps: { include: /^(withAttributes|withConverter|converter)$/ },
        },
      },
    },
  },
});
