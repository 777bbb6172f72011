// Bundles the extension, the engine, the command line and the webviews into dist/. Options: --watch.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundles } from './build/entries.mjs';
import { copyCompiled, copyFonts, copyNatives } from './build/natives.mjs';
import { copySample } from './build/sample.mjs';
import { dist, root } from './setup/paths.mjs';

/**
 * Builds everything once; resolves to the names of the bundles. One that fails does not keep the others from being
 * written; esbuild has shown the reason by the time the error names it.
 */
export async function build() {
  const { build: bundle } = await import('esbuild');
  const list = bundles();
  copyNatives();
  copyCompiled();
  copyFonts();
  copySample();
  const results = await Promise.allSettled(list.map((entry) => bundle(settings(entry))));
  prune(list);
  const failed = list.filter((_, index) => results[index].status === 'rejected').map(({ name }) => name);
  if (failed.length > 0) throw new Error(`building ${failed.join(', ')} failed`);
  return list.map(({ name }) => name);
}

async function main() {
  try {
    console.log(`built ${(await build()).join(', ')}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}

async function watch() {
  const { context } = await import('esbuild');
  copyNatives();
  copyCompiled();
  copyFonts();
  copySample();
  for (const entry of bundles()) await (await context({ ...settings(entry), logLevel: 'info' })).watch();
}

function settings({ name, source, options }) {
  return {
    entryPoints: [path.join(root, source)],
    outfile: path.join(dist, `${name}.js`),
    absWorkingDir: root,
    bundle: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    ...options,
    plugins: [metafile(name), ...(options.plugins ?? [])],
  };
}

/** Writes esbuild's account of what went into a bundle to dist/meta, for the test that holds the architecture. */
function metafile(name) {
  return {
    name: 'metafile',
    setup(bundle) {
      bundle.onEnd((result) => {
        if (!result.metafile) return;
        const file = path.join(dist, 'meta', `${name}.json`);
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(file, JSON.stringify(result.metafile));
      });
    },
  };
}

/** Removes what earlier builds left of panels that are gone. */
function prune(list) {
  const names = new Set(list.map(({ name }) => path.basename(name)));
  for (const folder of ['webview', 'meta/webview']) {
    const place = path.join(dist, folder);
    mkdirSync(place, { recursive: true });
    for (const file of readdirSync(place)) if (!names.has(file.split('.')[0])) rmSync(path.join(place, file));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--watch')) await watch();
  else await main();
}
