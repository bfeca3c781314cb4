import { defineConfig, type Plugin } from 'vite';

/** The scripts of the tag: what every page loads, its other half, and both in one. */
const entries: Record<string, { entry: string; format: 'iife' | 'es' }> = {
  hw: { entry: 'src/snippet.ts', format: 'iife' },
  'hw-page': { entry: 'src/page/page.ts', format: 'es' },
  'hw-all': { entry: 'src/all.ts', format: 'iife' },
};

/** `vite build --mode hw-page` writes `dist/hw-page.js`. */
export default defineConfig(({ mode }) => {
  const { entry, format } = entries[mode] ?? entries['hw'] ?? { entry: '', format: 'es' };
  return {
    define: { 'typeof document': '"object"' },
    plugins: [onlyGetAndSet()],
    build: {
      target: 'es2022',
      emptyOutDir: false,
      lib: { entry, formats: [format], name: 'hw', fileName: () => `${mode}.js` },
      minify: 'terser',
      terserOptions: {
        ecma: 2020,
        module: format === 'es',
        toplevel: true,
        compress: {
          passes: 3,
          keep_fargs: false,
          sequences: false,
          unsafe_arrows: true,
          unsafe_methods: true,
        },
      },
      rolldownOptions: {
        optimization: { inlineConst: { mode: 'all', pass: 3 } },
        // After Terser: each finds what the other leaves.
        output: {
          topLevelVar: false,
          minify: { compress: { target: 'es2022' }, mangle: { toplevel: true } },
        },
      },
    },
  };
});

/**
 * Of js-cookie we use `get` and `set`; a bundler cannot see that the methods beside them are not called. What they
 * leave of its own copying of attributes, for old browsers, is a spread in those that we are for.
 */
function onlyGetAndSet(): Plugin {
  const smaller: [from: RegExp, to: string][] = [
    [/return Object\.create\([\s\S]*?\n {2}\)\n\}/, 'return { set, get }\n}'],
    [/assign\(\{\}, defaultAttributes, attributes\)/, '{ ...defaultAttributes, ...attributes }'],
  ];
  return {
    name: 'only-get-and-set',
    transform(code, id) {
      if (!id.includes('js.cookie')) return null;
      let text = code;
      for (const [from, to] of smaller) {
        if (!from.test(text)) this.error(`js-cookie looks different: there is no ${from.source}`);
        text = text.replace(from, to);
      }
      return { code: text, map: null };
    },
  };
}
