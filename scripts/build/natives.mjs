import { cpSync, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { dist, root } from '../setup/paths.mjs';

const ownModules = path.join(root, 'node_modules');
/** sharp's WebAssembly build serves desktop VS Code on Linux (src/engine/image/build.ts). */
const linuxOnly = '@img/sharp-wasm32';
/** What lies beside the bundles, on whatever platform. */
export const natives = ['onnxruntime-node', 'sharp', linuxOnly];
/** Needed only by onnxruntime-node's installer. */
export const installerOnly = new Set(['adm-zip', 'global-agent']);

/**
 * Copies the native packages, and what they need at run time, from node_modules to dist/node_modules. Files that are
 * there already are left alone: replacing a shared library under a running process would end that process.
 * @param of another platform than this one, its node_modules, which packages, and where to copy them
 */
export function copyNatives(of = {}) {
  const { os = process.platform, arch = process.arch, modules = ownModules, names = nativesOf(os) } = of;
  const { to = path.join(dist, 'node_modules') } = of;
  for (const name of closure(names, modules)) {
    const from = path.join(modules, name);
    cpSync(from, path.join(to, name), {
      recursive: true,
      preserveTimestamps: true,
      dereference: true,
      filter: (source, target) =>
        belongs(path.relative(from, source).split(path.sep), name, { os, arch }) && changed(source, target),
    });
  }
}

/** The native packages of a platform. */
export const nativesOf = (os) => natives.filter((name) => os === 'linux' || name !== linuxOnly);

/** Names of the native packages of this platform, and of what they need. */
export const ownNatives = () => [...closure(nativesOf(process.platform), ownModules)];

/** TensorFlow.js' compiled kernels, which its bundle reads from beside itself; those for threads are not used. */
const compiled = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'];

export function copyCompiled() {
  const name = '@tensorflow/tfjs-backend-wasm';
  for (const file of compiled) {
    const [from, to] = [path.join(ownModules, name, 'dist', file), path.join(dist, 'node_modules', name, file)];
    if (changed(from, to)) cpSync(from, to, { preserveTimestamps: true });
  }
}

/** The fonts of figures, with their licence. */
export const fontPackage = 'dejavu-fonts-ttf';
const fonts = ['ttf/DejaVuSans.ttf', 'ttf/DejaVuSans-Bold.ttf', 'LICENSE', 'package.json'];

export function copyFonts() {
  for (const file of fonts) {
    const [from, to] = [path.join(ownModules, fontPackage, file), path.join(dist, 'node_modules', fontPackage, file)];
    if (changed(from, to)) cpSync(from, to, { preserveTimestamps: true });
  }
}

/** The packages and their installed dependencies; npm leaves out optional ones made for other platforms. */
function closure(names, modules) {
  const found = new Set();
  const visit = (name) => {
    const manifest = path.join(modules, name, 'package.json');
    if (found.has(name) || installerOnly.has(name) || !existsSync(manifest)) return;
    found.add(name);
    const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8'));
    Object.keys({ ...dependencies, ...optionalDependencies }).forEach(visit);
  };
  names.forEach(visit);
  return found;
}

/**
 * Leaves out what is only for compiling or reading, but no licences, and onnxruntime's libraries for other platforms
 * (bin/napi-vN/OS/ARCH).
 */
function belongs(place, name, of) {
  if (place.includes('node_modules') || /(\.map|\.d\.ts)$/.test(place.at(-1))) return false;
  // The licences of the libraries in sharp's builds are named in their README.md.
  if (place.at(-1) === 'README.md') return name.startsWith('@img/');
  if (['src', 'install', 'script'].includes(place[0])) return false;
  if (name !== 'onnxruntime-node' || place[0] !== 'bin') return true;
  const [os = of.os, arch = of.arch] = place.slice(2);
  return os === of.os && arch === of.arch;
}

function changed(source, target) {
  const original = statSync(source);
  if (original.isDirectory() || !existsSync(target)) return true;
  const copy = statSync(target);
  return copy.size !== original.size || Math.trunc(copy.mtimeMs / 1000) !== Math.trunc(original.mtimeMs / 1000);
}
