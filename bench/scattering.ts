import { GraphBuilder } from '../src/engine/graph/builder';
import { multiplyAccumulates } from '../src/engine/graph/cost';
import type { Model } from '../src/engine/graph/model';
import { prepareModel } from '../src/engine/graph/preparation';
import { padding2d } from '../src/engine/scattering/padding';
import { scatteringModel, type ScatteringOptions } from '../src/engine/scattering/transform2d';
import { evaluate } from '../src/engine/session/evaluation';
import { createSession } from '../src/engine/session/runtime';
import type { Session } from '../src/engine/session/session';
import { floats, type FloatTensor } from '../src/engine/tensor/tensor';
import { report } from './figure';
import { medianRatio } from './pairs';

const OPTIONS: ScatteringOptions = { height: 128, width: 128, channels: 3, J: 3, L: 8, maxOrder: 2 };
const IMAGES = 32;
/** Images per run: intermediate planes of more would leave the CPU's cache. */
const CHUNK = 4;
/** Side of the matrix product whose rate is taken as the machine's. */
const SIDE = 1024;

/**
 * Floating-point operations of the transform of one image by fast Fourier transforms, filter by filter as the
 * definition has it: 5 n log2 n for a complex transform of n points, half of that for a real one, 2 real products per
 * point and filter, the folding of the spectrum, 4 operations per modulus.
 */
export function fourierOperations({ height, width, channels, J, L, maxOrder }: ScatteringOptions): number {
  const full = padding2d(height, J).padded * padding2d(width, J).padded;
  const points = (level: number): number => full / 4 ** level;
  const complex = (n: number): number => 5 * n * Math.log2(n);
  const averaged = (level: number): number => 2 * points(level) + complex(points(J)) / 2;
  /** |· ∗ ψ| from one resolution to another, its transform, and its average. */
  const convolved = (from: number, to: number, transformed: boolean): number => {
    const product = 2 * points(from) + (to > from ? 2 * points(from) : 0);
    return (
      product + complex(points(to)) + 4 * points(to) + (complex(points(to)) / 2) * (transformed ? 1 : 0) + averaged(to)
    );
  };
  let operations = complex(full) / 2 + averaged(0);
  for (let j1 = 0; maxOrder > 0 && j1 < J; j1++) {
    operations += L * convolved(0, j1, true);
    for (let j2 = j1 + 1; maxOrder > 1 && j2 < J; j2++) operations += L * L * convolved(j1, j2, true);
  }
  return channels * operations;
}

/**
 * Floating-point operations that the transform of one image costs at least in the chosen formulation, where Fourier
 * transforms are products with small constant matrices: two per multiply-accumulate of the graph, once everything
 * constant has been computed. Moduli, 1 %, are left out.
 */
async function productOperations(options: ScatteringOptions): Promise<number> {
  const { model } = await prepareModel(scatteringModel(options), evaluate);
  return 2 * [...multiplyAccumulates(model).values()].reduce((sum, macs) => sum + macs, 0);
}

function productModel(): Model {
  const builder = new GraphBuilder();
  const a = builder.input('a', 'float32', [SIDE, SIDE]);
  // Only a small part of the product is an output, so that copying it to JavaScript is not measured.
  const product = builder.op('MatMul', [a, builder.constant(noise([SIDE, SIDE]))]);
  builder.output(
    builder.op('Slice', [product, builder.integers(0), builder.integers(1), builder.integers(0)]),
    'product',
  );
  return builder.build();
}

function noise(dims: readonly number[]): FloatTensor {
  const tensor = floats(dims);
  for (let i = 0; i < tensor.data.length; i++) tensor.data[i] = Math.sin(i * 0.37) + Math.cos(i * 0.0113);
  return tensor;
}

async function scatter(session: Session, image: FloatTensor): Promise<void> {
  for (let done = 0; done < IMAGES; done += CHUNK) await session.run({ image });
}

/**
 * The batch in milliseconds and as a multiple of its least operations at the rate of a large matrix product, in
 * interleaved pairs. The least is counted twice: for the formulation that runs (matrix products), and for the fewest
 * operations known (fast Fourier transforms).
 */
async function measure(threads: number, pairs: number): Promise<void> {
  const options = { device: 'cpu', threads } as const;
  const scattering = await createSession(scatteringModel(OPTIONS), options);
  const product = await createSession(productModel(), options);
  const image = noise([CHUNK, OPTIONS.channels, OPTIONS.height, OPTIONS.width]);
  const a = noise([SIDE, SIDE]);
  const ratio = await medianRatio(
    () => scatter(scattering, image),
    () => product.run({ a }),
    pairs,
  );
  const rate = (2 * SIDE ** 3) / ratio.denominatorMilliseconds / 1e6;
  const milliseconds = ratio.median * ratio.denominatorMilliseconds;
  /** The work in 10⁹ operations, and the time as a multiple of what it takes at the machine's rate. */
  const against = (operations: number) => ({
    gigaoperations: (IMAGES * operations) / 1e9,
    multiple: (ratio.median * 2 * SIDE ** 3) / (IMAGES * operations),
  });
  const leastOfMatrixProducts = against(await productOperations(OPTIONS));
  const least = leastOfMatrixProducts.multiple / ratio.median;
  report({
    figure: 'scattering to its least operations',
    of: { images: IMAGES, ...OPTIONS, threads },
    value: leastOfMatrixProducts.multiple,
    unit: 'ratio',
    spread: [ratio.spread[0] * least, ratio.spread[1] * least],
    limit: 1.5,
    notes: {
      pairs,
      milliseconds,
      gigaflopsOfMatrixProduct: rate,
      leastOfMatrixProducts,
      leastOfFourierTransforms: against(fourierOperations(OPTIONS)),
    },
  });
  await scattering.release();
  await product.release();
}

/** Usage: node --import tsx bench/scattering.ts [pairs] */
async function main(pairs: number): Promise<void> {
  for (const threads of [1, 2]) await measure(threads, pairs);
}

if (require.main === module) void main(Number(process.argv[2] ?? 30));
