import { reverse } from '../../gradient/reverse';
import { gradientRule } from '../../gradient/rules';
import { GraphBuilder } from '../../graph/builder';
import { int, type Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import { scoresOf } from '../../session/score';
import { resizedMap } from '../../tensor/resize';
import { asFloats, floats, sizeOf, type FloatTensor } from '../../tensor/tensor';
import { biasTerms } from '../derivation/bias-terms';
import { OUTPUT_GRADIENT } from '../derivation/derivative';
import { repeatedSeed } from '../derivation/gradients';
import { defineMethod } from '../method';

const TOTAL = 'fullgrad:total';
const MAP = 'fullgrad:map:';
/** Keeps an empty map from being divided by zero; pytorch-grad-cam's number. */
const SMALLEST = 1e-7;

/** Input gradient times input plus bias gradients times bias, every channel scaled to 0…1, at the input's size. */
export const fullgrad = defineMethod({
  id: 'fullgrad',
  label: 'FullGrad',
  group: 'gradient',
  paper: {
    authors: 'Srinivas & Fleuret',
    year: 2019,
    title: 'Full-Gradient Representation for Neural Network Visualization',
    url: 'https://arxiv.org/abs/1905.00780',
  },
  shows: 'Where the input and the biases of all convolutional layers carry the score, coarse and fine layers together.',
  misleads: 'Unsigned; every channel counts alike however weak it is, so that the map is often smooth and centred.',
  needs: ['gradient', 'operators'],
  signed: false,
  unit: 'relative',
  params: [],
  cost: () => 2,
  async run(context) {
    const { network, execution, input, score } = context;
    const { input: name, logits } = network.graph;
    const from = network.outputOf(score.kind);
    const program = await network.program(`fullgrad:${from}`, () =>
      fullGradientModel(network.model, name, from, logits),
    );
    const outputs = await execution.run(program, { [name]: input, [OUTPUT_GRADIENT]: repeatedSeed(context, 1) });
    const maps = Object.keys(outputs)
      .filter((key) => key.startsWith(MAP))
      .map((key) => asFloats(outputs[key]));
    const sum = summedMaps(maps, input.dims.slice(2));
    const dims = [1, ...input.dims.slice(2)];
    return {
      map: floats([1, ...dims], Float32Array.from(sum)),
      completeness: { sum: Number(outputs[TOTAL].data[0]), expected: scoresOf(asFloats(outputs[logits]), score)[0] },
      details: { sum: floats(dims, Float32Array.from(sum)), cam: floats(dims, Float32Array.from(minMax(sum))) },
    };
  },
});

/** The maps of all layers, [1, 1, …] each, enlarged to one size and added. */
function summedMaps(maps: readonly FloatTensor[], size: readonly number[]): Float64Array {
  const sum = new Float64Array(sizeOf(size));
  for (const { data, dims } of maps) enlarged(data, dims.slice(2), size).forEach((v, i) => (sum[i] += v));
  return sum;
}

/** A map on one to three axes enlarged by linear interpolation: of a volume the planes first, then across them. */
function enlarged(map: ArrayLike<number>, grid: readonly number[], size: readonly number[]): Float64Array {
  const plane = (dims: readonly number[]): [number, number] => [dims.length > 1 ? dims.at(-2)! : 1, dims.at(-1)!];
  if (grid.length < 3) return resizedMap(map, plane(grid), plane(size));
  const [before, after] = [sizeOf(grid.slice(1)), sizeOf(size.slice(1))];
  const planes = new Float64Array(grid[0] * after);
  for (let z = 0; z < grid[0]; z++) {
    const from = Array.prototype.slice.call(map, z * before, (z + 1) * before) as number[];
    planes.set(resizedMap(from, plane(grid), plane(size)), z * after);
  }
  return resizedMap(planes, [grid[0], after], [size[0], after]);
}

function minMax(values: Float64Array): Float64Array {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return values.map((v) => (v - low) / (SMALLEST + high - low));
}

/**
 * All gradients of one image in one backward pass; channels are scaled and added before they leave the graph, as
 * resizing is linear.
 */
function fullGradientModel(model: Model, input: string, from: string, logits: string): Model {
  const base = withOutputs(model, [...new Set([from, logits])]);
  const builder = new GraphBuilder(base, 'fullgrad/');
  builder.input(OUTPUT_GRADIENT, 'float32', base.graph.values.get(from)?.shape ?? null);
  const terms = biasTerms(base);
  const targets = [input, ...terms.map((term) => term.tensor)];
  const gradients = reverse(builder, {
    outputGradients: new Map([[from, OUTPUT_GRADIENT]]),
    targets,
    rules: gradientRule,
  });
  const products = [
    { tensor: input, spatial: true, product: builder.op('Mul', [gradients.get(input)!, input]) },
    ...terms.map(({ tensor, spatial, aligned }) => ({
      tensor,
      spatial,
      product: builder.op('Mul', [gradients.get(tensor)!, aligned(builder)]),
    })),
  ];
  builder.clearOutputs();
  builder.output(logits);
  builder.output(
    builder.op(
      'Sum',
      products.map(({ product }) => builder.op('ReduceSum', [product], { keepdims: int(0) })),
    ),
    TOTAL,
  );
  products
    .filter(({ spatial }) => spatial)
    .forEach(({ tensor, product }, k) => {
      const rank = (base.graph.values.get(tensor)?.shape ?? base.graph.inputs[0].shape ?? []).length;
      builder.output(scaledChannels(builder, product, rank), `${MAP}${k}`);
    });
  return builder.build();
}

/** Σ_c (v_c − min v_c) / (1e-7 + max v_c − min v_c) of v = |product|, [N, 1, …]. */
function scaledChannels(builder: GraphBuilder, product: string, rank: number): string {
  const size = builder.op('Abs', [product]);
  const space = builder.integers(...Array.from({ length: rank - 2 }, (_, k) => k + 2));
  const low = builder.op('ReduceMin', [size, space]);
  const range = builder.op('Sub', [builder.op('ReduceMax', [size, space]), low]);
  const scaled = builder.op('Div', [
    builder.op('Sub', [size, low]),
    builder.op('Add', [range, builder.scalar(SMALLEST)]),
  ]);
  return builder.op('ReduceSum', [scaled, builder.integers(1)], { keepdims: int(1) });
}
