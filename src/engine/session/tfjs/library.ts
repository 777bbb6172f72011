import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export type TensorFlow = typeof import('@tensorflow/tfjs');
/** TensorFlow itself behind the same interface, with what it has besides. */
export interface NativeTensorFlow extends TensorFlow {
  readonly node: { loadSavedModel(folder: string, tags?: string[], signature?: string): Promise<SavedModel> };
}
/** A SavedModel as tfjs-node runs it. */
export interface SavedModel {
  predict(inputs: object, config?: object): object;
  dispose(): void;
}

export const NATIVE_PACKAGE = '@tensorflow/tfjs-node-gpu';

/**
 * How a part of TensorFlow.js computes: its WebAssembly kernels, or the slower ones in JavaScript, of which there are
 * more.
 */
export type Backend = 'wasm' | 'cpu';

let portable: Promise<TensorFlow> | undefined;
let native: NativeTensorFlow | null | undefined;

/**
 * TensorFlow.js, loaded when first asked for: with its native runtime where that is installed, because two copies in
 * one process would share their registries of kernels.
 */
export function portableTensorFlow(): Promise<TensorFlow> {
  portable ??= Promise.resolve(nativeTensorFlow() ?? loaded());
  return portable;
}

async function loaded(): Promise<TensorFlow> {
  const tf = await import('@tensorflow/tfjs');
  tf.enableProdMode();
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // Threads of their own would outlive a run, and the engine's process has no other work to hide them behind.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
  return tf;
}

/**
 * TensorFlow's native runtime, where it is installed and loads: beside this program, on NODE_PATH, or in the user's
 * home folder. Its installer downloads a library and may have failed, so that loading it can throw anything.
 */
export function nativeTensorFlow(): NativeTensorFlow | undefined {
  native ??= firstThatLoads([__filename, join(homedir(), 'index.js')]);
  return native ?? undefined;
}

function firstThatLoads(places: readonly string[]): NativeTensorFlow | null {
  for (const place of places) {
    try {
      const locate = createRequire(place);
      if (!hasLibrary(locate.resolve(NATIVE_PACKAGE))) continue;
      const found = locate(NATIVE_PACKAGE) as NativeTensorFlow;
      found.enableProdMode();
      return found;
    } catch {
      // Not installed there, or its library is missing: the portable runtime takes its place.
    }
  }
  return null;
}

/**
 * Whether the installer built or downloaded what JavaScript calls: without it, loading the package would only leave
 * half of it behind.
 */
function hasLibrary(main: string): boolean {
  const name = join('@tensorflow', 'tfjs-node-gpu');
  const lib = join(main.slice(0, main.lastIndexOf(name) + name.length), 'lib');
  return readdirSync(lib).some((folder) => existsSync(join(lib, folder, 'tfjs_binding.node')));
}

let last: Promise<unknown> = Promise.resolve();

/** Runs `work` when no other has the runtime: its backend is one for the whole process. */
export function exclusively<T>(work: () => Promise<T>): Promise<T> {
  const turn = last.then(work, work);
  last = turn.catch(() => undefined);
  return turn;
}

/**
 * Runs `work` with the first backend that has all its kernels; the native runtime has its own.
 * @throws what the last of them threw
 */
export function onBackend<T>(
  tf: TensorFlow,
  backends: readonly Backend[],
  work: (backend?: Backend) => Promise<T>,
): Promise<T> {
  if (tf === native) return exclusively(() => work());
  return exclusively(async () => {
    const before = tf.engine().backendName ?? 'cpu';
    let reason: unknown;
    try {
      for (const backend of backends) {
        try {
          if (!(await tf.setBackend(backend))) throw new Error(`the backend ${backend} does not start`);
          return await work(backend);
        } catch (error) {
          reason = error;
        }
      }
      throw reason;
    } finally {
      await tf.setBackend(before);
    }
  });
}
