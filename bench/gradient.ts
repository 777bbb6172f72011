import { reverse } from '../src/engine/gradient/reverse';
import { gradientRule } from '../src/engine/gradient/rules';
import { GraphBuilder } from '../src/engine/graph/builder';
import type { Model } from '../src/engine/graph/model';
import { pruned } from '../src/engine/graph/rewriting';
import { withShapes } from '../src/engine/graph/shapes';
import { createSession } from '../src/engine/session/runtime';
import { floats, type Tensor } from '../src/engine/tensor/tensor';
import { report } from './figure';
import { benchmarkModels, INPUT, LOGITS } from './models';
import { medianRatio } from './pairs';

const OUTPUT_GRADIENT = 'd:logits';

/** The model with the gradient of a logit with respect to the input as its only output. */
export function gradientGraph(model: Model): Model {
  const builder = new GraphBuilder(model, 'back/');
  builder.input(OUTPUT_GRADIENT, 'float32', model.graph.values.get(LOGITS)?.shape ?? null);
  const gradient = reverse(builder, {
    outputGradients: new Map([[LOGITS, OUTPUT_GRADIENT]]),
    targets: [INPUT],
    rules: gradientRule,
  }).get(INPUT)!;
  builder.clearOutputs();
  builder.output(gradient);
  return withShapes(pruned(builder.build()));
}

function feedsOf(batch: number): Record<string, Tensor> {
  const image = floats([batch, 3, 224, 224]);
  for (let i = 0; i < image.data.length; i++) image.data[i] = Math.sin(i * 0.37) + Math.cos(i * 0.0113);
  const seed = floats([batch, 1000]);
  for (let row = 0; row < batch; row++) seed.data[row * 1000 + 7] = 1;
  return { [INPUT]: image, [OUTPUT_GRADIENT]: seed };
}

/**
 * Gradient in u: the median over interleaved pairs of (forward and backward) / (plain forward) of the same images on
 * the same threads.
 */
async function measure(id: string, model: Model, threads: number, batch: number, pairs: number): Promise<void> {
  const options = { device: 'cpu', threads } as const;
  const forward = await createSession(model, options);
  const gradient = await createSession(gradientGraph(model), options);
  const feeds = feedsOf(batch);
  const ratio = await medianRatio(
    () => gradient.run(feeds),
    () => forward.run(feeds),
    pairs,
  );
  report({
    figure: 'gradient',
    of: { model: id, threads, batch },
    value: ratio.median,
    unit: 'u',
    spread: ratio.spread,
    limit: id === 'resnet-18' ? 2.15 : 2.3,
    notes: { pairs, forwardMilliseconds: ratio.denominatorMilliseconds },
  });
  await forward.release();
  await gradient.release();
}

/** Usage: node --import tsx bench/gradient.ts [model …] */
async function main(names: readonly string[]): Promise<void> {
  for (const { id, build } of benchmarkModels) {
    if (names.length > 0 && !names.includes(id)) continue;
    const model = build();
    for (const threads of [1, 2]) await measure(id, model, threads, 1, id === 'vgg-16' ? 10 : 30);
    if (id === 'resnet-18') for (const threads of [1, 2]) await measure(id, model, threads, 8, 10);
  }
}

if (require.main === module) void main(process.argv.slice(2));
