import { reverse } from '../../gradient/reverse';
import { gradientRule } from '../../gradient/rules';
import { GraphBuilder } from '../../graph/builder';
import type { Dimension, Model } from '../../graph/model';
import { withOutputs } from '../../graph/rewriting';
import type { Program } from '../../session/program';
import { outputGradientOf } from '../../session/score';
import { floats, integers, sizeOf, type FloatTensor } from '../../tensor/tensor';
import { OUTPUT_GRADIENT } from './derivative';
import { tensorsAt } from './layer-tensors';
import { repeated } from './gradients';
import type { MethodContext } from '../method';
import type { Quadrature } from './quadrature';

const [START, CHANGE, NODES, WEIGHTS, TOTAL] = [
  'path:start',
  'path:change',
  'path:nodes',
  'path:weights',
  'path:total',
];

export interface PathIntegral {
  /** Tensor along which the straight line runs: the input, or a layer. */
  readonly along: string;
  /** Tensor whose gradient is integrated; `along` by default. */
  readonly of?: string;
  /** Ends of the line, [1, …] each. */
  readonly start: FloatTensor;
  readonly end: FloatTensor;
  readonly quadrature: Quadrature;
}

/**
 * Σ_i w_i ∂f/∂t at start + a_i (end − start), [1, …]: interpolation and summation are part of the graph, so that
 * neither the points nor the gradients cross into JavaScript.
 */
export async function pathIntegral(context: MethodContext, path: PathIntegral): Promise<FloatTensor> {
  const { network, execution, score } = context;
  const program = await pathProgram(context, path.along, path.of ?? path.along);
  const { nodes, weights } = path.quadrature;
  const change = floats(
    path.end.dims,
    path.end.data.map((v, i) => v - path.start.data[i]),
  );
  const outputGradient = outputGradientOf(score, [1, ...network.graph.logitsDims]);
  const beside = path.along === network.graph.input ? {} : (await tensorsAt(context, path.along)).beside;
  const constants = Object.entries<FloatTensor>({ [network.graph.input]: context.input, ...beside });
  let total: Float64Array | undefined;
  let dims: readonly number[] = [];
  await execution.inBatches(program, nodes.length, async (from, to) => {
    const column = (values: Float64Array) =>
      floats([to - from, ...path.start.dims.slice(1).map(() => 1)], Float32Array.from(values.subarray(from, to)));
    const outputs = await execution.run(
      program,
      {
        [START]: path.start,
        [CHANGE]: change,
        [NODES]: column(nodes),
        [WEIGHTS]: floats([to - from], Float32Array.from(weights.subarray(from, to))),
        [OUTPUT_GRADIENT]: repeated(outputGradient, to - from),
        ...Object.fromEntries(constants.map(([name, tensor]) => [name, repeated(tensor, to - from)])),
      },
      to - from,
    );
    const part = outputs[TOTAL];
    dims = part.dims;
    total ??= new Float64Array(sizeOf(dims));
    for (let i = 0; i < total.length; i++) total[i] += Number(part.data[i]);
    context.report(to / nodes.length);
  });
  return floats(dims, Float32Array.from(total!));
}

function pathProgram(context: MethodContext, along: string, of: string): Promise<Program> {
  const { network } = context;
  const from = network.outputOf(context.score.kind);
  return network.program(`path:${from}:${along}:${of}`, () => {
    const whole = along === network.graph.input;
    const cut = whole
      ? withOutputs(network.model, [from, ...(of === along ? [] : [of])])
      : network.parts.head(along, from);
    return pathModel(network.model, cut, along, of, from);
  });
}

/** @param cut the part of the model from `along` on */
function pathModel(model: Model, cut: Model, along: string, of: string, from: string): Model {
  const shape = shapeOf(model, along);
  const rank = shape.length;
  const head = new GraphBuilder(
    { ...cut, graph: { ...cut.graph, nodes: [], inputs: cut.graph.inputs.filter((v) => v.name !== along) } },
    'path/',
  );
  head.input(START, 'float32', [1, ...shape.slice(1)]);
  head.input(CHANGE, 'float32', [1, ...shape.slice(1)]);
  head.input(NODES, 'float32', ['batch', ...shape.slice(1).map(() => 1)]);
  head.input(WEIGHTS, 'float32', ['batch']);
  head.op('Add', [START, head.op('Mul', [NODES, CHANGE])], {}, along);
  head.describe({ name: along, type: 'float32', shape });
  for (const node of cut.graph.nodes) head.add(node);
  const builder = new GraphBuilder(head.build(), 'grad/');
  builder.input(OUTPUT_GRADIENT, 'float32', shapeOf(model, from));
  const gradient = reverse(builder, {
    outputGradients: new Map([[from, OUTPUT_GRADIENT]]),
    targets: [of],
    rules: gradientRule,
  }).get(of)!;
  builder.clearOutputs();
  builder.output(
    weightedSum(builder, gradient, WEIGHTS, of === along ? rank : shapeOf(model, of).length),
    TOTAL,
    'float32',
    [1, ...shapeOf(model, of).slice(1)],
  );
  return builder.build();
}

/** Σ_n w_n g_n over the batch as a matrix product: [1, N] × [N, everything]. */
function weightedSum(builder: GraphBuilder, gradient: string, weights: string, rank: number): string {
  const flat = builder.op('Flatten', [gradient], { axis: { kind: 'int', value: 1 } });
  const sum = builder.op('MatMul', [builder.op('Unsqueeze', [weights, builder.integers(0)]), flat]);
  const dims = builder.op('Shape', [gradient], { start: { kind: 'int', value: 1 }, end: { kind: 'int', value: rank } });
  return builder.op('Reshape', [
    sum,
    builder.op('Concat', [builder.constant(integers([1])), dims], { axis: { kind: 'int', value: 0 } }),
  ]);
}

function shapeOf(model: Model, tensor: string): readonly Dimension[] {
  const shape = model.graph.values.get(tensor)?.shape ?? model.graph.inputs.find((v) => v.name === tensor)?.shape;
  if (!shape) throw new RangeError(`the shape of ${tensor} is not known`);
  return shape;
}

/** gradient · (end − start), elementwise. */
export function multiplied(gradient: FloatTensor, end: FloatTensor, start: FloatTensor): FloatTensor {
  return floats(
    gradient.dims,
    gradient.data.map((g, i) => g * (end.data[i] - start.data[i])),
  );
}
