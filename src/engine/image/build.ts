import { createRequire } from 'node:module';

/**
 * Lets sharp find its WebAssembly build where the native one is unsafe: in Electron on Linux, that is in desktop VS
 * Code and in every process it forks, the desktop's GLib is loaded already and the one inside the native build clashes
 * with it. Both builds decode to the same bytes; this one takes about 2.5 times as long. sharp has no setting for it,
 * so its native module is answered from the cache of modules.
 */
function preferWebAssembly(): void {
  const here = createRequire(__filename);
  const sharp = createRequire(here.resolve('sharp'));
  const portable = here.resolve('@img/sharp-wasm32/sharp.node');
  here(portable);
  for (const libc of ['linux', 'linuxmusl']) {
    const native = resolved(sharp, `@img/sharp-${libc}-${process.arch}/sharp.node`);
    if (native) here.cache[native] = here.cache[portable];
  }
}

function resolved(from: NodeJS.Require, name: string): string | null {
  try {
    return from.resolve(name);
  } catch {
    return null;
  }
}

// Must run before sharp is loaded: library.ts imports this module first.
if (process.versions.electron && process.platform === 'linux') preferWebAssembly();
