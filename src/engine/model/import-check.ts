import type { ImportCheck } from '../../protocol/model';
import type { Original } from '../format/format';
import { multiplyAccumulates } from '../graph/cost';
import type { Node } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { producers, withOutputs } from '../graph/rewriting';
import { toChannelsFirst, toChannelsLast } from '../tensor/channel-order';
import { RandomStream } from '../tensor/random';
import { transposed } from '../tensor/transposition';
import { floats, reshaped, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { Network } from '../session/network';
import { createSession } from '../session/runtime';
import type { Backend } from '../session/tfjs/library';
import { predictedByOriginal, takesWholeNumbers } from '../session/tfjs/original';
import { inputLayout } from './input-layout';
import type { ModelFile } from './model-file';
import { openModel } from './opening';

/** Largest difference, relative to the largest number, that rounding can explain. */
const TOLERANCE = 1e-4;
/**
 * Multiplications that take about a second: WebAssembly does some billions of them in that time, JavaScript a few
 * hundred millions.
 */
const MOST: Readonly<Record<Backend, number>> = { wasm: 4e9, cpu: 3e8 };
/**
 * A network may make more of the rounding of its input than it makes of other sums; this much more is still rounding.
 */
const ROUNDING = 8;
const [LAST_DIGIT, MOST_ROUNDING] = [2 ** -23, 0.1];

const started = new Map<string, Promise<ImportCheck>>();
const finished = new Map<string, ImportCheck>();

/**
 * Compares an imported model with TensorFlow.js itself on one random input, once per model file.
 * Null for models that were not imported. Never throws: what prevents the check is its result.
 */
export async function importCheck(file: ModelFile, network: Network): Promise<ImportCheck | null> {
  if (!file.original) return null;
  const running = started.get(file.hash) ?? compared(file.original, file, network).catch(unchecked);
  started.set(file.hash, running);
  const check = await running;
  if (check) finished.set(file.hash, check);
  return check;
}

/** The same for a model that is not open. */
export async function checkImport(file: ModelFile): Promise<void> {
  if (!file.original) return;
  const { network } = await openModel(file, { device: 'cpu', threads: 0 });
  await importCheck(file, network);
  await network.close();
}

const PENDING: ImportCheck = Object.freeze({ state: 'pending', text: 'Not compared with TensorFlow.js yet.' });

/** The result for a model file that has been compared in this process; undefined for one that was not imported. */
export const knownCheck = ({ hash, original }: ModelFile): ImportCheck | undefined =>
  original && (finished.get(hash) ?? PENDING);

const unchecked = (reason: unknown): ImportCheck => ({
  state: 'unchecked',
  text: `Not checked against TensorFlow.js: ${reason instanceof Error ? reason.message : String(reason)}.`,
});

async function compared(
  original: NonNullable<ModelFile['original']>,
  file: ModelFile,
  network: Network,
): Promise<ImportCheck> {
  const macs = [...multiplyAccumulates(network.model).values()].reduce((a, b) => a + b, 0);
  const backends = (['wasm', 'cpu'] as const).filter((backend) => macs <= MOST[backend]);
  if (backends.length === 0)
    return unchecked(`a pass of ${(macs / 1e9).toFixed(1)} billion multiplications takes it too long`);
  const source = original();
  if ('unavailable' in source) return unchecked(source.unavailable);
  const { difference, rounding } = await largestDifference(source, file, network, backends);
  if (Number.isNaN(difference)) return unchecked('its own result is not a number');
  const text = difference.toExponential(1);
  if (difference < TOLERANCE)
    return { state: 'agrees', difference, text: `Agrees with TensorFlow.js to ${text} of the largest output.` };
  if (difference < ROUNDING * rounding && difference < MOST_ROUNDING) {
    return {
      state: 'agrees',
      difference,
      text: `Agrees with TensorFlow.js to ${text} of the largest output; rounding the input makes a difference of ${rounding.toExponential(1)}.`,
    };
  }
  return {
    state: 'differs',
    difference,
    text: `Differs from TensorFlow.js by ${text} of the largest output; report this model.`,
  };
}

async function largestDifference(
  source: Original,
  file: ModelFile,
  network: Network,
  backends: readonly Backend[],
): Promise<Differences> {
  const { input, inputDims } = network.graph;
  const { name } = file.raw.graph.inputs[0];
  const image = probe([1, ...inputDims], takesWholeNumbers(source, name));
  const names = file.raw.graph.outputs.map((output) => output.name);
  const session = await createSession(withOutputs(network.model, names), { device: 'cpu', threads: 1, precise: true });
  const own = await session.run({ [input]: image });
  await session.release();
  const fed = asOriginalTakes(source, file, image);
  const theirs = await predictedByOriginal(source, { name, tensor: fed }, names, backends);
  const made = producers(network.model.graph);
  // What of a probability is nearly 0 has no digits to compare: it is compared with 1.
  const scales = names.map((output) => (isProbability(made, output) ? 1 : 0));
  const largest = Math.max(...names.map((output, k) => difference(own[output] as FloatTensor, theirs[k], scales[k])));
  if (!(largest >= TOLERANCE)) return { difference: largest, rounding: 0 };
  const rounded = floats(
    fed.dims,
    fed.data.map((v, i) => v * (1 + (i % 2 === 0 ? LAST_DIGIT : -LAST_DIGIT))),
  );
  const others = await predictedByOriginal(source, { name, tensor: rounded }, names, backends);
  return {
    difference: largest,
    rounding: Math.max(...theirs.map((tensor, k) => difference(others[k], tensor, scales[k]))),
  };
}

/** An input as the original takes it: channels last, of a grey image perhaps none. */
function asOriginalTakes({ kind }: Original, { raw }: ModelFile, image: FloatTensor): FloatTensor {
  const [value] = raw.graph.inputs;
  const { dims } = image;
  if (value.shape && value.shape.length < dims.length)
    return reshaped(image, [dims[0], ...dims.slice(1 - value.shape.length)]);
  const isTurned = kind === 'layers' && dims.length === 3;
  const isLast = dims.length > 2 && (isTurned || inputLayout(raw, value, {}).order === 'nhwc');
  return isLast ? transposed(image, toChannelsLast(dims.length)) : image;
}

interface Differences {
  /** Between both runtimes. */
  readonly difference: number;
  /** What the original makes of its input changed in the last digit, where that was asked. */
  readonly rounding: number;
}

/** Whether a tensor holds probabilities, also behind what only moves numbers. */
function isProbability(made: ReadonlyMap<string, Node>, tensor: string): boolean {
  let node = made.get(tensor);
  while (node && (hasTrait(node, 'rearranging') || node.op === 'Concat')) node = made.get(node.inputs[0]);
  return node !== undefined && hasTrait(node, 'probability');
}

/** Repeatable values in [0, 1), or whole ones as pixels have. */
function probe(dims: readonly number[], whole: boolean): FloatTensor {
  const random = new RandomStream(0);
  return floats(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, () => (whole ? Math.floor(random.uniform() * 256) : random.uniform())),
  );
}

/**
 * Relative to the largest expected number or a natural scale, NaN where that is none; results with spatial axes lie
 * channels first in the graph.
 */
function difference(own: FloatTensor, theirs: FloatTensor | undefined, scale: number): number {
  if (!theirs || own.data.length !== theirs.data.length) return Infinity;
  const rank = theirs.dims.length;
  const ways = rank >= 3 ? [theirs, transposed(theirs, toChannelsFirst(rank))] : [theirs];
  return Math.min(
    ...ways.filter((way) => way.dims.join() === own.dims.join()).map((way) => apart(own.data, way.data, scale)),
    Infinity,
  );
}

function apart(a: Float32Array, b: Float32Array, scale: number): number {
  let [most, peak] = [0, scale];
  for (let i = 0; i < a.length; i++) {
    if (Number.isNaN(b[i])) return NaN;
    if (Number.isNaN(a[i])) return Infinity;
    most = Math.max(most, Math.abs(a[i] - b[i]));
    peak = Math.max(peak, Math.abs(b[i]));
  }
  return most / (peak || 1);
}
