import { GraphBuilder } from '../../graph/builder';
import { int, ints, type Model } from '../../graph/model';
import { leadingEigenvector } from '../../tensor/eigenvector';
import { asFloats, floats, type Tensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import type { Features } from './features';
import { positionsOf } from './grid';

const FEATURES = 'features';
const GRAM = 'gram';
const CENTRED = 'centred';
const SUMS = 'sums';
/** ONNX's number of the type. */
const DOUBLE = 11;

/**
 * The first principal component of features over positions: M v, with M the positions × channels matrix less the
 * channels' means and v its first right singular vector. The sign is the one in which it correlates with the positions'
 * sums.
 *
 * The inner products, which are the work, run as a small graph in double precision; of MᵀM and MMᵀ the smaller one is
 * taken, and with u the eigenvector of MMᵀ to the eigenvalue σ² the component is σu.
 */
export async function firstComponent(
  { network, execution }: Pick<MethodContext, 'network' | 'execution'>,
  features: Features,
): Promise<Float64Array> {
  const { channels, values } = features;
  const positions = positionsOf(features);
  const overPositions = positions <= channels;
  const program = await network.program(`principal:${overPositions}`, () => productsModel(overPositions));
  const outputs = await execution.run(program, { [FEATURES]: floats([channels, positions], values) });
  const products = outputs[GRAM].data as Float64Array;
  const { vector, value } = leadingEigenvector(products, Math.min(positions, channels));
  const scores = overPositions
    ? vector.map((u) => u * Math.sqrt(value))
    : projected(outputs[CENTRED], vector, positions);
  const sums = asFloats(outputs[SUMS]).data;
  const agreement = scores.reduce((sum, score, p) => sum + score * sums[p], 0);
  return agreement < 0 ? scores.map((v) => -v) : scores;
}

/** M v. */
function projected({ data }: Tensor, vector: Float64Array, positions: number): Float64Array {
  const scores = new Float64Array(positions);
  vector.forEach((weight, c) => {
    for (let p = 0, at = c * positions; p < positions; p++, at++) scores[p] += weight * Number(data[at]);
  });
  return scores;
}

/**
 * Features [C, P] → the Gram matrix of the positions or of the channels, the centred features and the sums over
 * channels.
 */
function productsModel(overPositions: boolean): Model {
  const b = new GraphBuilder();
  b.input(FEATURES, 'float32', ['C', 'P']);
  b.output(b.op('ReduceSum', [FEATURES, b.integers(0)], { keepdims: int(0) }, SUMS));
  const doubles = b.op('Cast', [FEATURES], { to: int(DOUBLE) });
  const centred = b.op(
    'Sub',
    [doubles, b.op('ReduceMean', [doubles, b.integers(1)], { keepdims: int(1) })],
    {},
    CENTRED,
  );
  const turned = b.op('Transpose', [centred], { perm: ints([1, 0]) });
  b.output(b.op('MatMul', overPositions ? [turned, centred] : [centred, turned], {}, GRAM), GRAM, 'float64');
  if (!overPositions) b.output(centred, CENTRED, 'float64');
  return b.build();
}
