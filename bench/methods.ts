import { Draws } from '../src/engine/attribution/draws';
import type { MethodContext } from '../src/engine/attribution/method';
import type { ParameterValues } from '../src/protocol/parameter';
import { completed } from '../src/engine/parameter/values';
import { costFacts, methodOf } from '../src/engine/explanation/methods';
import { camLayer } from '../src/engine/graph/cam-layer';
import { Execution } from '../src/engine/session/execution';
import { Network } from '../src/engine/session/network';
import { networkGraph } from '../src/engine/model/network-graph';
import { floats, type FloatTensor } from '../src/engine/tensor/tensor';
import { report } from './figure';
import { benchmarkModels, INPUT, LOGITS } from './models';
import { medianRatio } from './pairs';

/** A method with the parameters that make it comparable, the pairs its length allows, and the most u it may cost. */
interface Figured {
  readonly method: string;
  readonly params: Readonly<Record<string, number>>;
  readonly pairs: number;
  readonly limit?: number;
}

const FIGURES: readonly Figured[] = [
  { method: 'gradient', params: {}, pairs: 30, limit: 2.15 },
  { method: 'grad-cam', params: {}, pairs: 30 },
  { method: 'eigen-cam', params: {}, pairs: 30 },
  { method: 'recipro-cam', params: {}, pairs: 10 },
  { method: 'ablation-cam', params: {}, pairs: 5 },
  { method: 'score-cam', params: {}, pairs: 2 },
  { method: 'integrated-gradients', params: { steps: 50 }, pairs: 4, limit: 106 },
];

const SIDE = 224;

const PIXELS = Float32Array.from({ length: 3 * SIDE * SIDE }, (_, i) => Math.sin(i * 0.37) + Math.cos(i * 0.0113));

/** Another image for each number, so that nothing is remembered from the one before. */
function image(number = 0): FloatTensor {
  const pixels = PIXELS.slice();
  pixels[0] = number;
  return floats([1, 3, SIDE, SIDE], pixels);
}

function contextOf(
  network: Network,
  method: string,
  params: Readonly<Record<string, unknown>>,
  seed: number,
): MethodContext<ParameterValues> {
  return {
    network,
    input: image(seed),
    score: { index: 7, kind: 'logit' },
    params: completed(methodOf(method).params, params),
    draws: new Draws(seed),
    files: {},
    execution: new Execution(),
    report: () => undefined,
  };
}

/**
 * Each method in u, its forward pass included: the median over interleaved pairs of one explanation and one plain
 * forward pass.
 */
async function measure(network: Network, threads: number, { method, params, pairs, limit }: Figured): Promise<void> {
  const forward = await network.forwardProgram([LOGITS]);
  const still = image();
  let seed = 0;
  let spent = { forward: 0, backward: 0 };
  const explain = async () => {
    const context = contextOf(network, method, params, ++seed);
    await methodOf(method).run(context);
    spent = context.execution.spent;
  };
  const ratio = await medianRatio(explain, () => forward.session.run({ [INPUT]: still }), pairs);
  const least = methodOf(method).cost(completed(methodOf(method).params, params), costFacts(network, undefined));
  report({
    figure: 'method',
    of: { method, ...params, model: 'resnet-18', threads },
    value: ratio.median,
    unit: 'u',
    spread: ratio.spread,
    limit,
    notes: {
      least: Math.round(least * 1000) / 1000,
      countedPasses: Math.round((spent.forward + spent.backward) * 1000) / 1000,
      pairs,
      forwardMilliseconds: ratio.denominatorMilliseconds,
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    },
  });
}

/** Usage: node --import tsx bench/methods.ts [method …] */
export async function main(names: readonly string[]): Promise<void> {
  const model = benchmarkModels.find((m) => m.id === 'resnet-18')!.build();
  for (const threads of [1, 2]) {
    const graph = networkGraph(model, { logits: LOGITS, camLayer: camLayer(model, LOGITS)?.tensor });
    const network = new Network(graph, { device: 'cpu', threads });
    for (const figure of FIGURES)
      if (names.length === 0 || names.includes(figure.method)) await measure(network, threads, figure);
    await network.close();
  }
}

if (require.main === module) void main(process.argv.slice(2));
