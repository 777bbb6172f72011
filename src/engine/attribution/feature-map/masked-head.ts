import { GraphBuilder } from '../../graph/builder';
import type { Model } from '../../graph/model';
import { scoresOf } from '../../session/score';
import { floats, type FloatTensor } from '../../tensor/tensor';
import { repeated } from '../derivation/gradients';
import type { MethodContext } from '../method';
import type { Layout } from './features';
import { tensorsAt } from '../derivation/layer-tensors';

const ACTIVATION = 'head/activation';
const MASK = 'head/mask';

/** What a mask spans: one factor per channel, or one per position. */
export type MaskAxis = 'channel' | 'position';

/** The layer that masks are multiplied with. */
export interface MaskedLayer {
  readonly layer: string;
  readonly activation: FloatTensor;
  readonly layout: Layout;
  readonly axis: MaskAxis;
  /** What stands where the mask is 0; zero unless told otherwise. */
  readonly value?: number;
  /** Tensors that stay what they are, even those that depend on the layer. */
  readonly held?: readonly string[];
}

/**
 * Scores of the network when a layer's activations are multiplied with masks: only the part after the layer is run.
 * @param maskAt writes mask `index` (one value per channel or per position) into the array it is given
 */
export async function maskedHeadScores(
  context: MethodContext,
  { layer, activation, layout, axis, value = 0, held = [] }: MaskedLayer,
  count: number,
  maskAt: (index: number, into: Float32Array) => void,
): Promise<Float64Array> {
  const { network, execution, score, input } = context;
  const rank = activation.dims.length;
  const program = await network.program(`masked-head:${layer}:${axis}:${value}:${held.join()}`, () =>
    maskedHead(network.parts.head(layer, network.graph.logits, held), layer, { dims: activation.dims, value }),
  );
  const shape = maskShape(layout, axis, rank, activation.dims);
  const size = shape.reduce((a, b) => a * b, 1);
  const extra = axis === 'position' && layout.kind === 'tokens' ? layout.extra : 0;
  // What the head reads past the layer, the image among it, goes in once per mask; other heads are spared the copies.
  const { beside } = await tensorsAt(context, layer, held);
  const others = Object.entries({ [network.graph.input]: input, ...beside }).filter(([name]) =>
    program.session.inputNames.includes(name),
  );
  const scores = new Float64Array(count);
  await execution.inBatches(program, count, async (start, end) => {
    const masks = floats([end - start, ...shape]);
    for (let i = start; i < end; i++) {
      const line = masks.data.subarray((i - start) * size, (i - start + 1) * size);
      // Tokens without a place in the image stay as they are.
      line.fill(1, 0, extra);
      maskAt(i, line.subarray(extra));
    }
    const copies = Object.fromEntries(others.map(([name, tensor]) => [name, repeated(tensor, end - start)]));
    const outputs = await execution.run(program, { [ACTIVATION]: activation, [MASK]: masks, ...copies }, end - start);
    scores.set(scoresOf(outputs[network.graph.logits] as FloatTensor, score), start);
    context.report(end / count);
  });
  return scores;
}

/** The mask's shape without the batch axis, broadcast against the layer. */
function maskShape(layout: Layout, axis: MaskAxis, rank: number, dims: readonly number[]): number[] {
  const channelAxis = layout.kind === 'channels-first' ? 1 : rank - 1;
  return dims.slice(1).map((d, k) => ((k + 1 === channelAxis) === (axis === 'channel') ? d : 1));
}

function maskedHead(
  head: Model,
  layer: string,
  { dims, value }: { readonly dims: readonly number[]; readonly value: number },
): Model {
  const builder = new GraphBuilder(
    { ...head, graph: { ...head.graph, nodes: [], inputs: head.graph.inputs.filter((v) => v.name !== layer) } },
    'head/',
  );
  builder.input(ACTIVATION, 'float32', dims);
  builder.input(MASK, 'float32', ['batch', ...dims.slice(1).map(() => null)]);
  if (value === 0) builder.op('Mul', [ACTIVATION, MASK], {}, layer);
  else {
    const hidden = builder.op('Mul', [builder.op('Sub', [builder.scalar(1), MASK]), builder.scalar(value)]);
    builder.op('Add', [builder.op('Mul', [ACTIVATION, MASK]), hidden], {}, layer);
  }
  for (const node of head.graph.nodes) builder.add(node);
  return builder.build();
}
