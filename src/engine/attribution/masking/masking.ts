import { emptyModel, GraphBuilder } from '../../graph/builder';
import type { Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import type { Network } from '../../session/network';
import type { Program } from '../../session/program';

/** Inputs of every masked program: the image and what replaces its hidden parts, both `[1, C, …]`. */
export const IMAGE = 'mask/image';
export const BASELINE = 'mask/baseline';

/** A way to make masks inside the graph from something much smaller than a mask. */
export interface MaskKind {
  /** Equal keys must build equal graphs. */
  readonly key: string;
  /**
   * Adds inputs and nodes that make the mask, broadcastable to `[N, C, …]`: 1 keeps the image, 0 takes the baseline.
   * @param dims the input's shape without the batch axis, `[C, …]`
   * @returns the mask's tensor
   */
  build(builder: GraphBuilder, dims: readonly number[]): string;
  /**
   * Adds nodes that make what replaces hidden parts, where that depends on the mask.
   * @returns a tensor broadcastable to `[N, C, …]`; without this function it is the baseline
   */
  fill?(builder: GraphBuilder, mask: string, dims: readonly number[]): string;
}

/**
 * The network behind a blend `baseline + mask · (image − baseline)`: only the small inputs of the mask differ between
 * samples.
 */
export async function maskedProgram(network: Network, kind: MaskKind): Promise<Program> {
  const program = await network.program(`masked:${kind.key}`, () => maskedModel(network, kind));
  // The products that make masks are overhead, about a thousandth of a pass, and no backward pass.
  return { ...program, cost: { ...program.cost, backward: 0 } };
}

function maskedModel(network: Network, kind: MaskKind): Model {
  const { model, input, inputDims, logits } = network.graph;
  const builder = new GraphBuilder(emptyModel(), 'mask/');
  const shape = [1, ...inputDims];
  builder.input(IMAGE, 'float32', shape);
  builder.input(BASELINE, 'float32', shape);
  const mask = kind.build(builder, inputDims);
  const hidden = kind.fill?.(builder, mask, inputDims) ?? BASELINE;
  const shown = builder.op('Mul', [mask, builder.op('Sub', [IMAGE, hidden])]);
  builder.op('Add', [hidden, shown], {}, input);
  const { graph } = builder.build();
  return withOutputs(
    {
      ...model,
      graph: {
        ...model.graph,
        inputs: [...graph.inputs, ...model.graph.inputs.filter((value) => value.name !== input)],
        nodes: [...graph.nodes, ...model.graph.nodes],
        weights: new Map([...graph.weights, ...model.graph.weights]),
        values: new Map([...model.graph.values, ...model.graph.inputs.map((value) => [value.name, value] as const)]),
      },
    },
    [logits],
  );
}
