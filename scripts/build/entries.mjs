import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';
import { fontPackage } from './natives.mjs';
import { vscodeModule } from './vscode-module.mjs';

const node = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Its main file asks for its parts in a way that no bundler sees through.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
};
/** Native packages stay outside the bundles: their shared libraries must lie beside them (see natives.mjs). */
const natives = ['onnxruntime-node', 'onnxruntime-common', 'sharp', '@tensorflow/tfjs-node-gpu'];
/**
 * Large packages that few models need: bundles of their own, shared by the engine and the command line and loaded when
 * first needed.
 */
export const libraries = [
  { package: 'h5wasm', source: 'node_modules/h5wasm/dist/esm/hdf5_hl.js' },
  { package: 'geotiff', source: 'node_modules/geotiff/dist-module/geotiff.js' },
  { package: 'fontkit', source: 'node_modules/fontkit/dist/main.cjs' },
  { package: 'pdfkit', source: 'node_modules/pdfkit/js/pdfkit.js', options: { external: ['fontkit'] } },
  { package: '@tensorflow/tfjs', source: 'node_modules/@tensorflow/tfjs/dist/tf.node.js' },
  {
    package: '@tensorflow/tfjs-backend-wasm',
    source: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.node.js',
    // It must register its kernels with the one core that the bundle beside it holds.
    options: { alias: { '@tensorflow/tfjs-core': '@tensorflow/tfjs' }, external: ['@tensorflow/tfjs'] },
  },
];
const external = [...natives, fontPackage, ...libraries.map((library) => library.package)];
/** An import() of a library becomes a require(): its bundle is CommonJS. */
const lazily = { supported: { 'dynamic-import': false } };

const processes = [
  {
    name: 'extension',
    source: 'src/extension/extension.ts',
    options: { ...node, external: ['vscode'], plugins: [vscodeModule] },
  },
  { name: 'engine', source: 'src/engine/main.ts', options: { ...node, ...lazily, external } },
  { name: 'hdf5-reader', source: 'src/engine/format/keras/hdf5-reader.ts', options: { ...node, ...lazily, external } },
  { name: 'cli', source: 'src/cli/index.ts', options: { ...node, ...lazily, external } },
  ...libraries.map(({ package: name, source, options }) => ({
    name: `node_modules/${name}/index`,
    source,
    options: { ...node, minify: true, charset: 'utf8', sourcemap: false, ...options },
  })),
];

const browser = {
  platform: 'browser',
  format: 'iife',
  target: 'chrome128',
  minify: true,
  loader: { '.svg': 'text', '.ttf': 'dataurl' },
};

/** VS Code imports it as a module into the page of a notebook. */
const renderer = {
  name: 'webview/notebook',
  source: 'src/webview/notebook/renderer.ts',
  options: { ...browser, format: 'esm' },
};

/**
 * The bundles as `{name, source, options}`; `name` is the output's path below dist without its ending. A bundle whose
 * source does not exist is left out, so that each part can be built before the others are there.
 */
export function bundles() {
  return [...processes, ...panels(), renderer].filter(({ source }) => existsSync(path.join(root, source)));
}

/** One bundle per file of src/webview/panels; CSS imported there becomes dist/webview/<panel>.css. */
function panels() {
  const folder = 'src/webview/panels';
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => ({
      name: `webview/${path.basename(entry.name, '.ts')}`,
      source: `${folder}/${entry.name}`,
      options: browser,
    }));
}
