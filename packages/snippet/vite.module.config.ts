import { defineConfig } from 'vite';

/** The npm module, a file for each of its modules: the bundler of whoever uses it takes what they need. */
export default defineConfig({
  build: {
    target: 'es2022',
    outDir: 'module/dist',
    minify: false,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: (_, name) => `${name}.js` },
    rolldownOptions: {
      external: ['js-cookie'],
      output: { preserveModules: true, preserveModulesRoot: 'src' },
    },
  },
});
