import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache, root } from '../setup/paths.mjs';

const source = path.join(root, 'test/extension');
/** The bundled suite; its index.js is what `extensionTestsPath` names. */
const extensionTests = path.join(cache, 'test/extension');

/** Bundles the extension host's tests, each by itself, since that host loads JavaScript only. */
export async function buildExtensionTests() {
  const { build } = await import('esbuild');
  const entryPoints = readdirSync(source)
    .filter((name) => name === 'index.ts' || name.endsWith('.test.ts'))
    .map((name) => path.join(source, name));
  rmSync(extensionTests, { recursive: true, force: true });
  await build({
    entryPoints,
    outdir: extensionTests,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'onnxruntime-node', 'sharp'],
    logLevel: 'warning',
  });
  return path.join(extensionTests, 'index.js');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(await buildExtensionTests());
