import { defineConfig } from 'vite';

const languages = ['de', 'es', 'fr', 'id', 'ko', 'ru'];
const messages = languages.map((one) => [`hw-widget-${one}`, `src/widget/messages/${one}.ts`]);

/** The widget as one module, and each language but English as another, which the widget loads when it needs it. */
export default defineConfig({
  oxc: { jsx: { runtime: 'classic', pragma: 'h', pragmaFrag: 'Fragment', pure: false } },
  build: {
    target: 'es2022',
    // else light-dark() is rewritten; where it is unknown, the colors of the page are used
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    outDir: 'dist/widget',
    lib: {
      entry: { 'hw-widget': 'src/widget/widget.tsx', ...Object.fromEntries(messages) },
      formats: ['es'],
      fileName: (_, name) => `${name}.js`,
    },
    minify: 'terser',
    terserOptions: {
      ecma: 2020,
      module: true,
      compress: { passes: 3, unsafe_arrows: true, unsafe_methods: true },
    },
    rolldownOptions: {
      // smaller than the calls of the automatic runtime
      transform: { inject: { h: ['preact', 'h'], Fragment: ['preact', 'Fragment'] } },
      optimization: { inlineConst: { mode: 'all', pass: 3 } },
    },
  },
});
