// `npm run package:cli`: the command line as an npm package of its own, without the extension. Prints its path.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { libraries } from './build/entries.mjs';
import { build } from './build.mjs';
import { dist, out, root } from './setup/paths.mjs';

const folder = path.join(out, 'cli');
/** Installed for the platform they are used on. */
const natives = ['onnxruntime-common', 'onnxruntime-node', 'sharp'];

await build();
rmSync(folder, { recursive: true, force: true });
for (const file of ['cli.js', 'hdf5-reader.js']) copy(path.join('dist', file));
for (const file of ['LICENSE', 'README.md', 'THIRD_PARTY_NOTICES.md']) copy(file);
const manifest = manifestIn(root);
const packed = libraries.map(({ package: name }) => packLibrary(name));
write(path.join(folder, 'package.json'), {
  ...pick(manifest, ['name', 'version', 'description', 'license', 'homepage', 'repository', 'bugs', 'keywords', 'bin']),
  engines: { node: manifest.engines.node },
  dependencies: {
    ...pick(manifest.dependencies, natives),
    ...Object.fromEntries(packed.map(({ name, version }) => [name, version])),
  },
  bundleDependencies: packed.map(({ name }) => name),
});
const [file] = execFileSync('npm', ['pack', '--silent', '--pack-destination', out], {
  cwd: folder,
  encoding: 'utf8',
  shell: process.platform === 'win32',
})
  .trim()
  .split('\n')
  .slice(-1);
process.stdout.write(`${path.join(out, file)}\n`);

/** The one file that a library is bundled to, with what it reads from beside itself, under the library's own name. */
function packLibrary(name) {
  const home = path.join(folder, 'node_modules', name);
  cpSync(path.join(dist, 'node_modules', name), home, { recursive: true });
  const { version, license } = manifestIn(path.join(root, 'node_modules', name));
  write(path.join(home, 'package.json'), { name, version, license, main: 'index.js' });
  return { name, version };
}

function copy(file) {
  cpSync(path.join(root, file), path.join(folder, file));
}

function write(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(content, null, 2)}\n`);
}

function manifestIn(place) {
  return JSON.parse(readFileSync(path.join(place, 'package.json'), 'utf8'));
}

function pick(object, names) {
  return Object.fromEntries(names.map((name) => [name, object[name]]));
}
