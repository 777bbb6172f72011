import { LensError } from '../../protocol/error';
import type { CompleteRecipe } from '../../protocol/recipe';
import { inputOf } from '../image/conversion';
import { readPixels, type Pixels } from '../image/pixels';
import type { OpenedModel } from '../model/opening';
import { Execution, type JobOptions } from '../session/execution';
import { probabilities } from '../session/score';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';
import type { CheckImage } from './labelled-images';
import { divergence, firstStatistics, type StoredStatistics } from './stored-statistics';

/** What a network says of some images whose input is made in one way. */
export interface Trial {
  /** Per image, over the classes. */
  readonly probabilities: readonly Float64Array[];
  /** From what the first batch normalisation learnt; null where the network has none. */
  readonly divergence: number | null;
  readonly passes: number;
}

/** Runs a network on the same images made in several ways; an image is decoded once for each way of framing it. */
export class Trials {
  private readonly statistics: StoredStatistics | null;
  private readonly pixels = new Map<string, Promise<readonly Pixels[]>>();

  constructor(
    private readonly model: OpenedModel,
    private readonly images: readonly CheckImage[],
    private readonly options: JobOptions,
  ) {
    this.statistics = firstStatistics(model.network.graph.model);
  }

  async run(recipe: CompleteRecipe): Promise<Trial> {
    const { network } = this.model;
    const execution = new Execution(this.options.signal, this.options.lane);
    const inputs = joined((await this.framed(recipe)).map((pixels) => inputOf(pixels, recipe)));
    const asked = [network.graph.logits, ...(this.statistics ? [this.statistics.tensor] : [])];
    const [logits, activations] = await network.tensorsOf(inputs, asked, execution);
    const size = sizeOf(logits.dims.slice(1));
    const { link } = network.graph;
    return {
      probabilities: this.images.map((_, n) =>
        probabilities(logits.data.subarray(n * size, (n + 1) * size), logits.dims, link),
      ),
      divergence: this.statistics && divergence(this.statistics, separated(activations)),
      passes: execution.spent.forward,
    };
  }

  private framed(recipe: CompleteRecipe): Promise<readonly Pixels[]> {
    const { size, fit, kernel, resizeShorter } = recipe;
    const key = [size, fit, kernel, resizeShorter].join();
    const known = this.pixels.get(key);
    if (known) return known;
    const read = this.readAll(recipe);
    // Only the last way is kept: pixels of many images take room.
    this.pixels.clear();
    this.pixels.set(key, read);
    return read;
  }

  private async readAll(recipe: CompleteRecipe): Promise<readonly Pixels[]> {
    const all: Pixels[] = [];
    for (const { path } of this.images) {
      if (this.options.signal?.aborted) throw new LensError({ code: 'cancelled', what: 'cancelled' });
      all.push(await readPixels(path, recipe));
    }
    return all;
  }
}

function joined(inputs: readonly FloatTensor[]): FloatTensor {
  const size = inputs[0].data.length;
  const batch = floats([inputs.length, ...inputs[0].dims.slice(1)]);
  inputs.forEach(({ data }, n) => batch.data.set(data, n * size));
  return batch;
}

function separated(batch: FloatTensor): FloatTensor[] {
  const size = sizeOf(batch.dims.slice(1));
  return Array.from({ length: batch.dims[0] }, (_, n) =>
    floats([1, ...batch.dims.slice(1)], batch.data.subarray(n * size, (n + 1) * size)),
  );
}
