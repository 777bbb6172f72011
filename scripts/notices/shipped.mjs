import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fontPackage, installerOnly, natives } from '../build/natives.mjs';
import { dist, root } from '../setup/paths.mjs';

const metafiles = path.join(dist, 'meta');
/** A package's folder in the path of one of its files; the last node_modules counts, since packages nest. */
const folderPattern = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
/** sharp's builds and the libraries for them come as one package per platform, of which npm installs one. */
const platformPattern = /-(?:darwin|freebsd|linux|linuxmusl|webcontainers|win32)-[^/]+$/;

/**
 * Packages of which something is shipped, as `{place, name, version, licence}`; `place` is the folder below the
 * checkout, and is empty for what npm installs on some platforms only. What is found does not depend on the platform:
 * the bundles are the same everywhere, and native packages are read from the lock file. Needs a build.
 */
export function shippedPackages() {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const found = new Map();
  for (const place of [...bundled(), ...native(lock)]) {
    const { version, license } = lock[place];
    const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const family = name.replace(platformPattern, '-<platform>');
    const entry = { place: family === name ? place : '', name: family, version, licence: license };
    found.set(`${family} ${version} ${license}`, entry);
  }
  const key = ({ name, version }) => `${name} ${version}`;
  return [...found.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Folders of the packages that esbuild took files of. */
function bundled() {
  if (!existsSync(metafiles)) throw new Error('There is no dist/meta: run npm run build first.');
  const inputs = readdirSync(metafiles, { recursive: true })
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => Object.keys(JSON.parse(readFileSync(path.join(metafiles, name), 'utf8')).inputs));
  return new Set(inputs.flatMap((input) => folderPattern.exec(input)?.[1] ?? []));
}

/** Folders of the packages that lie beside the bundles, and of what they need, on every platform. */
function native(lock) {
  const found = new Set();
  const visit = (name) => {
    const place = `node_modules/${name}`;
    if (found.has(place) || installerOnly.has(name) || !lock[place]) return;
    found.add(place);
    const { dependencies = {}, optionalDependencies = {} } = lock[place];
    Object.keys({ ...dependencies, ...optionalDependencies }).forEach(visit);
  };
  [...natives, fontPackage].forEach(visit);
  return found;
}
