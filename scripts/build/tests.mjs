import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cache, root } from '../setup/paths.mjs';

/** What an extension host calls first, of all suites. */
const index = path.join(root, 'test/extension/index.ts');

/**
 * Bundles an extension host's tests, each by itself, since that host loads JavaScript only.
 * @param suite a folder below test/
 * @param only what the names of the files hold
 * @returns what `extensionTestsPath` names
 */
export async function buildExtensionTests(suite = 'extension', only = '') {
  const { build } = await import('esbuild');
  const source = path.join(root, 'test', suite);
  const outdir = path.join(cache, 'test', suite);
  const names = readdirSync(source).filter((name) => name.endsWith('.test.ts') && name.includes(only));
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [
      { in: index, out: 'index' },
      ...names.map((name) => ({ in: path.join(source, name), out: name.slice(0, -'.ts'.length) })),
    ],
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha', 'onnxruntime-node', 'sharp'],
    logLevel: 'warning',
  });
  return path.join(outdir, 'index.js');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(await buildExtensionTests());
