import { comparisonAnswers } from '../../../src/engine/comparison/calls';
import { addedScatters } from '../../../src/extension/panels/comparison/sums';
import type { MapsComparison, NamedMap } from '../../../src/protocol/comparison';
import {
  emptyComparison,
  type ComparisonDocument,
  type ShownComparison,
  type ShownSummary,
} from '../../../src/protocol/comparison-panel';
import { seriesName } from '../../../src/protocol/series-name';
import { map, methods, image } from './explanations';

/** Maps of the three methods on one image; the images differ by a phase. */
export function namedMaps(count: number, phase = 0): NamedMap[] {
  return Array.from({ length: count }, (_, i) => {
    const { dims, data } = map(i % 2 === 0 ? 1 : 3, i % 2 === 1, 1 + i);
    const shaken = data.map((value, at) => value + 0.08 * (i + 1) * Math.sin(at * (0.7 + i) + phase));
    return { name: methods[i]?.label ?? `Method ${i + 1}`, map: { dims, data: Float32Array.from(shaken) } };
  });
}

/** Compared as the engine does it. */
export async function compared(maps: readonly NamedMap[]): Promise<MapsComparison> {
  return comparisonAnswers.compare({ maps }, {}, () => undefined);
}

export async function shownOf(maps: readonly NamedMap[]): Promise<ShownComparison> {
  return {
    comparison: await compared(maps),
    maps: maps.map(({ map: one }) => one),
    image: image(),
    predicted: ['sunglasses'],
    labelMaps: [],
    boxes: null,
  };
}

async function summaryOf(all: readonly MapsComparison[]): Promise<ShownSummary> {
  const [{ result }] = all;
  const scatters = all.map((one) => one.scatters).reduce(addedScatters);
  return { summary: await comparisonAnswers.summarise({ inputs: all }), scatters, terms: result };
}

/** Three methods on one image, done. */
export async function comparisonOf(changes: Partial<ComparisonDocument> = {}, count = 3): Promise<ComparisonDocument> {
  const shown = await shownOf(namedMaps(count));
  return {
    ...emptyComparison,
    inputs: [{ uri: 'file:///faces/a.png', name: 'a.png', thumbnail: null }],
    images: [{ state: 'done', pairs: shown.comparison.result.pairs }],
    models: [{ uri: 'file:///models/faces.onnx', name: 'faces.onnx' }],
    methods,
    choices: methods.map(({ id, params }) => ({
      method: id,
      selected: true,
      params: Object.fromEntries(params.map((p) => [p.name, p.default])),
      layer: null,
    })),
    costs: methods.map(({ id }, i) => ({ method: id, expectedPasses: 10 ** i })),
    labels: ['glasses', 'no glasses', 'sunglasses'],
    shown: { state: 'done', value: shown },
    ...changes,
  };
}

/** Several images, all together. */
export async function folderComparison(
  images: number,
  changes: Partial<ComparisonDocument> = {},
): Promise<ComparisonDocument> {
  const all = await Promise.all(Array.from({ length: images }, (_, i) => compared(namedMaps(3, i))));
  return comparisonOf({
    inputs: all.map((_, i) => ({ uri: `file:///faces/${i}.png`, name: `${i}.png`, thumbnail: null })),
    images: all.map(({ result }) => ({ state: 'done', pairs: result.pairs })),
    current: null,
    shown: { state: 'none' },
    summary: await summaryOf(all),
    ...changes,
  });
}

/** Two methods under each of several models on several images, all together. */
export async function folderOfModels(
  images: number,
  models: ComparisonDocument['models'],
): Promise<ComparisonDocument> {
  const maps = (phase: number): NamedMap[] =>
    models.flatMap(({ name }, m) =>
      namedMaps(2, phase + 3 * m).map((one) => ({ ...one, name: seriesName(one.name, { name }, models) })),
    );
  const all = await Promise.all(Array.from({ length: images }, (_, i) => compared(maps(i))));
  return folderComparison(images, {
    models,
    images: all.map(({ result }) => ({ state: 'done', pairs: result.pairs })),
    summary: await summaryOf(all),
  });
}
