import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from '../setup/paths.mjs';

/** Where onnxruntime-node keeps its libraries: bin/napi-vN/OS/ARCH. */
const libraries = path.join(root, 'node_modules/onnxruntime-node/bin');

/** Targets of the marketplace that ONNX Runtime has libraries for, as VS Code calls them; those for Linux need glibc. */
function targets() {
  return readdirSync(libraries)
    .flatMap((version) => readdirSync(path.join(libraries, version)).map((os) => [version, os]))
    .flatMap(([version, os]) => readdirSync(path.join(libraries, version, os)).map((arch) => `${os}-${arch}`))
    .sort();
}

/** The target of this machine. */
function ownTarget() {
  const glibc = process.report.getReport().header.glibcVersionRuntime;
  const system = process.platform === 'linux' && !glibc ? 'alpine' : process.platform;
  return `${system}-${process.arch}`;
}

/** The targets that are asked for: `own`, `all`, or names separated by commas. Throws for one there is not. */
export function wantedTargets(text) {
  const known = targets();
  const wanted = text === 'all' ? known : text === 'own' ? [ownTarget()] : text.split(',');
  const odd = wanted.find((target) => !known.includes(target));
  if (odd === undefined) return wanted;
  throw new Error(`ONNX Runtime has no libraries for ${odd}; it has them for ${known.join(', ')}`);
}
