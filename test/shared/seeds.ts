import { join } from 'node:path';
import { explain } from '../../src/engine/explanation/explanation';
import { predict } from '../../src/engine/explanation/prediction';
import { classScore } from '../../src/engine/explanation/target';
import { readInput } from '../../src/engine/image/input';
import { readModelFile } from '../../src/engine/model/model-file';
import { openModel } from '../../src/engine/model/opening';
import { descendingOrder } from '../../src/engine/statistics/rank';
import { spearman } from '../../src/engine/statistics/correlation';
import type { ParameterValues } from '../../src/protocol/parameter';
import type { FloatMap } from '../../src/protocol/raster';
import type { Recipe } from '../../src/protocol/recipe';

export const SEEDED_MODEL = 'squeezenet1.1-imagenet-fp32.onnx';
const IMAGE = 'golden-retriever.jpg';
const SIDE = 1080;
/** Where the dog is, in pixels of the photo. */
const DOG = { left: 200, top: 135, right: 720, bottom: 990 };

interface SeedCheck {
  readonly method: string;
  readonly params: ParameterValues;
  /** Rank correlation that two seeds must reach. */
  readonly agreement: number;
}

const grids = { gridSize: 7, preservationProbability: 0.5, baseline: 'zeros', normalization: 'maskSum' };
const CHECKS: readonly SeedCheck[] = [
  { method: 'rise', params: { ...grids, samples: 4000 }, agreement: 0.9 },
  { method: 'rise', params: { ...grids, samples: 8000 }, agreement: 0.95 },
  { method: 'lime', params: { samples: 1000 }, agreement: 0.9 },
  { method: 'kernel-shap', params: { samples: 2048, segmentation: 'slic', segments: 50 }, agreement: 0.9 },
];
const INSIDE = 0.6;

/** The share of the map's highest tenth that lies on the dog. */
function insideBox({ dims, data }: FloatMap): number {
  const [height, width] = dims.slice(-2);
  const order = descendingOrder(data).subarray(0, Math.round(data.length / 10));
  let inside = 0;
  for (const i of order) {
    const [x, y] = [(((i % width) + 0.5) * SIDE) / width, ((Math.floor(i / width) + 0.5) * SIDE) / height];
    if (x > DOG.left && x < DOG.right && y > DOG.top && y < DOG.bottom) inside++;
  }
  return inside / order.length;
}

/** Whether random methods say the same with two seeds, and point at the dog. */
export async function seedsAgree(folder: string, recipe: Recipe): Promise<boolean> {
  const model = await openModel(await readModelFile(join(folder, 'models', SEEDED_MODEL)), {
    device: 'cpu',
    threads: 0,
    recipe,
  });
  const input = await readInput(join(folder, 'images', IMAGE), model.network.graph.inputDims, model.recipe);
  const predicted = await predict(model, input);
  const score = classScore(predicted.predictions[0].index, predicted);
  let passed = true;
  for (const { method, params, agreement } of CHECKS) {
    const maps: FloatMap[] = [];
    for (const seed of [1, 2]) maps.push((await explain(model, input, score, { method, params, seed })).result.map);
    const correlation = spearman(maps[0].data, maps[1].data);
    const inside = Math.min(...maps.map(insideBox));
    const good = correlation >= agreement && inside >= INSIDE;
    passed &&= good;
    console.log(
      `${good ? 'ok ' : 'BAD'} ${method} ${params.samples}: rank correlation of two seeds ${correlation.toFixed(3)} (at least ${agreement}), top tenth on the dog ${(100 * inside).toFixed(0)} %`,
    );
  }
  await model.network.close();
  return passed;
}
