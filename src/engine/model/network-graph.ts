import { LensError } from '../../protocol/error';
import { GraphBuilder } from '../graph/builder';
import { foldedSmall } from '../graph/folding';
import { ints, type Dimension, type Model, type Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { inSinglePrecision } from '../graph/single-precision';
import { addReadingNumbers, areWholeNumbers } from '../graph/whole-numbers';
import type { NetworkGraph } from '../session/network';
import { inOrder, toChannelsLast, type ChannelOrder } from '../tensor/channel-order';
import { imageInput, shapeOfImage } from './model-input';
import { scoreTensors } from './score-tensors';

export interface NetworkOptions {
  /** The tensor from which scores are read. */
  readonly logits: string;
  readonly camLayer?: string | null;
  /** Shape of the input without the batch axis, where the graph leaves it open. */
  readonly inputDims?: readonly number[];
  readonly batched?: boolean;
  /** Order of the axes the graph itself takes; the network always takes channels first. */
  readonly layout?: ChannelOrder;
  /** Order of the axes of scores at positions; that of the input by default. */
  readonly scoreLayout?: ChannelOrder;
  /** Whether the scores are probabilities already, with no Softmax in the graph that could be cut. */
  readonly outputKind?: 'logits' | 'probabilities';
}

/**
 * A prepared model as a network: a float32 input of definite size, and the probabilities beside the logits.
 * @throws LensError when the model has no single image input, or its size is open and not given
 */
export function networkGraph(model: Model, options: NetworkOptions): NetworkGraph {
  const prepared = inSinglePrecision(model);
  const value = imageInput(prepared);
  const inputDims = definite(value, options);
  const { model: shaped, input } = withImageInput(prepared, value, inputDims, options.layout ?? 'nchw');
  // An operator nobody knows has only the shape the exporter declared.
  const logitsShape =
    shaped.graph.values.get(options.logits)?.shape ??
    shaped.graph.outputs.find((o) => o.name === options.logits)?.shape;
  if (!logitsShape)
    throw new LensError({
      code: 'unsupported-model',
      what: `the shape of ${options.logits} cannot be found`,
      next: 'Export the model with a fixed input size',
    });
  const builder = new GraphBuilder(shaped);
  const scores = scoreTensors(builder, {
    tensor: options.logits,
    shape: logitsShape,
    areProbabilities: options.outputKind === 'probabilities',
    classesLast: (options.scoreLayout ?? options.layout) === 'nhwc',
  });
  return {
    model: builder.build(),
    input,
    inputDims,
    logits: scores.logits,
    logitsDims: scores.dims,
    probabilities: scores.probabilities,
    camLayer: options.camLayer ?? null,
    batched: options.batched ?? true,
  };
}

function definite(value: Value, options: NetworkOptions): readonly number[] {
  const own = shapeOfImage(value, options.layout ?? 'nchw');
  const given = options.inputDims;
  const dims = given && (own.length === 0 || given.length === own.length) ? given : own;
  if (dims.length > 0 && dims.every((d): d is number => typeof d === 'number' && d > 0)) return dims;
  throw new LensError({
    code: 'wrong-shape',
    what: `the model leaves the size of its input ${value.name} open (${own.map((d) => d ?? '?').join(' × ')})`,
    next: 'Give the size in the sidecar (<model>.lens.json, "size": [height, width])',
  });
}

const IMAGE = 'lens:image';

/** Shapes for an input of definite size; sizes that only now are known turn shape arithmetic into constants. */
function sized(model: Model, value: Value, shape: readonly Dimension[]): Model {
  const shaped = withShapes(model, new Map([[value.name, shape]]));
  const open = value.shape?.slice(1).some((d) => typeof d !== 'number') ?? true;
  return open ? withShapes(foldedSmall(shaped)) : shaped;
}

/** The model with a float32 input [batch, C, H, W] of definite size, cast and transposed to what the graph takes. */
function withImageInput(
  model: Model,
  value: Value,
  dims: readonly number[],
  layout: ChannelOrder,
): { model: Model; input: string } {
  const turned = layout === 'nhwc' && dims.length === 3;
  const shape = ['batch', ...dims];
  const own = turned ? inOrder(shape, toChannelsLast(4)) : shape;
  if (!turned && value.type === 'float32') return { model: sized(model, value, own), input: value.name };
  const whole = areWholeNumbers(value.type);
  if (!whole && value.type !== 'float32') {
    throw new LensError({
      code: 'unsupported-model',
      what: `the input ${value.name} has the type ${value.type}`,
      next: 'Export the model with a float32 input',
    });
  }
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, inputs: [], nodes: [] } });
  builder.input(IMAGE, 'float32', shape);
  const turn = (output?: string) => builder.op('Transpose', [IMAGE], { perm: ints(toChannelsLast(4)) }, output);
  if (whole) addReadingNumbers(builder, model.graph, value, turned ? turn() : IMAGE);
  else {
    turn(value.name);
    for (const node of model.graph.nodes) builder.add(node);
  }
  return { model: withShapes(builder.build(), new Map([[IMAGE, shape]])), input: IMAGE };
}
