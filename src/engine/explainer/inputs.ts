import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import type { LeftOut, Sample } from '../dataset/dataset';
import { openDataset } from '../dataset/opening';
import { volumeSlices } from '../dataset/volume-slices';
import { readInput, type NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { Execution } from '../session/execution';
import { RandomStream } from '../tensor/random';
import { floats, rowsAt, sizeOf, type FloatTensor } from '../tensor/tensor';

/** Inputs as the model takes them: those to learn from, and those by which what was learned is judged. */
export interface ExplainerInputs {
  readonly learning: FloatTensor;
  readonly judging: FloatTensor;
  readonly levels: NetworkInput['levels'];
  readonly leftOut: readonly LeftOut[];
}

interface ReadingOptions {
  readonly seed: number;
  /** Most inputs of each part. */
  readonly limit: number;
  readonly execution: Execution;
  /** @param share of all that is read */
  progress(share: number): void;
}

/** One of so many is held out where the folder has no part to test with. */
const HELD_OUT = 5;

/** Values that are kept in memory, a GB of them. */
const MOST_VALUES = 2 ** 28;

/**
 * The inputs of a folder, labelled or not; of `train` and `test` in it, where it has both. Where there are more than fit
 * or than are wanted, some are drawn.
 * @throws LensError where fewer than two can be read
 */
export async function explainerInputs(
  model: OpenedModel,
  folder: string,
  options: ReadingOptions,
): Promise<ExplainerInputs> {
  const { sets, inParts } = await drawnSets(model, folder, options);
  const total = sets.reduce((sum, samples) => sum + samples.length, 0);
  const reader = new InputReader(model, options, total);
  const read: FloatTensor[] = [];
  for (const samples of sets) read.push(await reader.read(samples));
  const { levels, leftOut } = reader;
  if (read.some(({ dims }) => dims[0] === 0) || (!inParts && read[0].dims[0] < 2)) throw tooFew(folder, leftOut);
  if (inParts) return { learning: read[0], judging: read[1], levels, leftOut };
  const order = Array.from({ length: read[0].dims[0] }, (_, k) => k);
  const held = (k: number): boolean => k % HELD_OUT === 0;
  const [learning, judging] = [order.filter((k) => !held(k)), order.filter(held)].map((rows) => rowsAt(read[0], rows));
  return { learning, judging, levels, leftOut };
}

/** How many inputs of a folder are learned from. */
export async function learningCount(...of: Parameters<typeof drawnSets>): Promise<number> {
  const { sets, inParts } = await drawnSets(...of);
  return inParts ? sets[0].length : sets[0].length - Math.ceil(sets[0].length / HELD_OUT);
}

/** What is read: two parts, or one of which some are held out. */
async function drawnSets(model: OpenedModel, folder: string, { limit, seed }: Pick<ReadingOptions, 'limit' | 'seed'>) {
  const parts = ['train', 'test'].map((name) => join(folder, name));
  const inParts = parts.every((path) => existsSync(path) && statSync(path).isDirectory());
  const { inputDims } = model.network.graph;
  const most = Math.min(limit, Math.floor(MOST_VALUES / sizeOf(inputDims)));
  const sets: Sample[][] = [];
  for (const path of inParts ? parts : [folder]) {
    const slices = await volumeSlices(path, inputDims);
    sets.push(drawn(openDataset(path, { ...UNLABELLED, slices }).samples, most, seed));
  }
  return { sets, inParts };
}

const UNLABELLED = { labelling: 'none' };

/** In an order that is drawn, so that any first part of them is a fair one. */
function drawn(samples: readonly Sample[], most: number, seed: number): Sample[] {
  const order = new RandomStream(seed, 'inputs').permutation(samples.length);
  return Array.from(order.subarray(0, most), (k) => samples[k]);
}

class InputReader {
  levels: NetworkInput['levels'];
  readonly leftOut: LeftOut[] = [];
  private done = 0;

  constructor(
    private readonly model: OpenedModel,
    private readonly options: ReadingOptions,
    private readonly total: number,
  ) {}

  /** Those that can be read, [N, …]. */
  async read(samples: readonly Sample[]): Promise<FloatTensor> {
    const { inputDims } = this.model.network.graph;
    const size = sizeOf(inputDims);
    const all = floats([samples.length, ...inputDims]);
    let count = 0;
    for (const { name, path } of samples) {
      await this.options.execution.turn();
      try {
        const { tensor, levels } = await readInput(path, inputDims, this.model.recipe);
        this.levels ??= levels;
        all.data.set(tensor.data, size * count++);
      } catch (error) {
        this.leftOut.push({ name, reason: LensError.from(error).what });
      }
      this.options.progress(++this.done / this.total);
    }
    return { ...all, dims: [count, ...inputDims], data: all.data.subarray(0, count * size) };
  }
}

function tooFew(folder: string, [first]: readonly LeftOut[]): LensError {
  return new LensError({
    code: 'not-found',
    what: `too few inputs can be read${first ? ` (${first.name}: ${first.reason})` : ''}`,
    where: folder,
    next: 'Choose a folder with at least two, better thousands of inputs of this model',
  });
}
