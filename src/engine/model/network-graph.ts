import { LensError } from '../../protocol/error';
import type { Link } from '../../protocol/model';
import { GraphBuilder } from '../graph/builder';
import { foldedSmall } from '../graph/folding';
import { ints, type Dimension, type Model, type Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { timeAxis } from '../graph/time-axis';
import { shapeless } from '../graph/shapes/unknown';
import { inSinglePrecision } from '../graph/single-precision';
import { addReadingNumbers, areWholeNumbers } from '../graph/whole-numbers';
import type { NetworkGraph } from '../session/graph';
import { toChannelsLast, type ChannelOrder } from '../tensor/channel-order';
import { isTaken } from '../task/target/input-values';
import { floats, sizeOf, type FloatTensor } from '../tensor/tensor';
import { statedShape } from './input-layout';
import { refuseBeyondMemory } from './memory-need';
import { imageInput } from './model-input';
import { likelyClassAxis } from '../graph/score-axes';
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
  readonly scoreOrder?: ChannelOrder;
  /** Where the classes stand; by default where they are likely to. */
  readonly classAxis?: number;
  /** Whether the scores are probabilities already, with no Softmax in the graph that could be cut. */
  readonly outputKind?: 'logits' | 'probabilities';
  /** What makes the model's own numbers of the logits; a softmax by default, of one logit the sigmoid. */
  readonly link?: Link;
  /** Where the scores are of a detector's boxes. */
  readonly ofBoxes?: boolean;
}

/**
 * A prepared model as a network: a float32 input of definite size, and the probabilities beside the logits.
 * @throws LensError when the model has no single image input, or its size is open and not given
 */
export function networkGraph(model: Model, options: NetworkOptions): NetworkGraph {
  const prepared = inSinglePrecision(model);
  const value = imageInput(prepared);
  const inputDims = definite(value, options);
  const { model: shaped, input } = withImageInput(prepared, value, inputDims, options);
  refuseBeyondMemory(shaped);
  // An operator nobody knows has only the shape the exporter declared.
  const logitsShape =
    shaped.graph.values.get(options.logits)?.shape ??
    shaped.graph.outputs.find((o) => o.name === options.logits)?.shape;
  if (!logitsShape)
    throw new LensError({
      code: 'unsupported-model',
      what: `the shape of the scores is not known: ${shapeless(shaped, options.logits)}`,
      next: 'Export the model with a fixed input size and with shapes stored',
    });
  const builder = new GraphBuilder(shaped);
  const { link = 'softmax' } = options;
  const time = timeAxis(shaped, input, inputDims, value.shape?.length === 2);
  const scores = scoreTensors(builder, {
    tensor: options.logits,
    shape: logitsShape,
    areProbabilities: options.outputKind === 'probabilities',
    link,
    classAxis: options.classAxis ?? likelyClassAxis(logitsShape, options.scoreOrder ?? options.layout ?? 'nchw'),
  });
  return {
    model: builder.build(),
    input,
    inputDims,
    ...(time !== undefined && { timeAxis: time }),
    logits: scores.logits,
    logitsDims: scores.dims,
    probabilities: scores.probabilities,
    link,
    camLayer: options.camLayer ?? null,
    beside: zerosFor(shaped),
    ...(options.ofBoxes && { ofBoxes: true }),
    batched: options.batched ?? true,
  };
}

/** Values for the inputs that differ from image to image, until an image is there. */
const zerosFor = ({ graph }: Model): Readonly<Record<string, FloatTensor>> =>
  Object.fromEntries(graph.inputs.filter(isTaken).map(({ name, shape }) => [name, floats(shape as readonly number[])]));

/** @throws LensError `wrong-shape` that asks for what is missing, and for nothing else */
function definite(value: Value, { inputDims, layout = 'nchw' }: NetworkOptions): readonly number[] {
  const stated = statedShape(value, layout);
  const dims = inputDims && inputDims.length > 0 ? inputDims : stated;
  const isKnown = (d: Dimension): d is number => typeof d === 'number' && d > 0;
  if (dims.length > 0 && dims.every(isKnown)) return dims;
  if (dims.length === 0)
    throw new LensError({
      code: 'wrong-shape',
      what: value.shape
        ? `the input ${value.name} of the model has the shape [${value.shape.join(', ')}], without an axis of images`
        : `the model does not say how many axes its input ${value.name} has`,
      next: 'Export the model with a shape for its input, such as [1, 3, 224, 224]',
    });
  const open = dims.map((d, axis) => (isKnown(d) ? d : (stated[axis] ?? '?'))).join(' × ');
  const channels = !isKnown(dims[0]);
  throw new LensError({
    code: 'wrong-shape',
    what: `the model leaves the ${channels ? 'channels' : 'size'} of its input ${value.name} open (${open})`,
    next: channels
      ? 'Export the model with a fixed number of channels'
      : 'Give the size in the sidecar (<model>.lens.json, "size": [height, width])',
  });
}

const IMAGE = 'lens:image';

/** Shapes for an input of definite size; sizes that only now are known turn shape arithmetic into constants. */
function sized(model: Model, input: string, shape: readonly Dimension[], stated: Value['shape']): Model {
  const shaped = withShapes(model, new Map([[input, shape]]));
  const open = stated?.slice(1).some((d) => typeof d !== 'number') ?? true;
  return open ? withShapes(foldedSmall(shaped)) : shaped;
}

type Arranging = (builder: GraphBuilder, output?: string) => string;

/** The node that makes of [batch, C, …] what the graph takes: channels last, none, or a flat vector. */
function arranging(rank: number, dims: readonly number[], layout: ChannelOrder): Arranging | undefined {
  if (rank <= dims.length) {
    const own = rank === 2 ? [sizeOf(dims)] : dims.slice(1 - rank);
    return (b, output) => b.op('Reshape', [IMAGE, b.integers(0, ...own)], {}, output);
  }
  if (layout === 'nchw' || rank < 3) return undefined;
  return (b, output) => b.op('Transpose', [IMAGE], { perm: ints(toChannelsLast(rank)) }, output);
}

/** The model with a float32 input [batch, C, …] of definite size, brought to the type and shape that the graph takes. */
function withImageInput(
  model: Model,
  value: Value,
  dims: readonly number[],
  { layout = 'nchw', batched = true }: NetworkOptions,
): { model: Model; input: string } {
  // One image at a time has one in front: as a symbol it would stand in axes where it was joined with others.
  const shape = [batched ? 'batch' : 1, ...dims];
  const rank = value.shape?.length ?? shape.length;
  const whole = areWholeNumbers(value.type);
  if (!whole && value.type !== 'float32')
    throw new LensError({
      code: 'unsupported-model',
      what: `the input ${value.name} has the type ${value.type}`,
      next: 'Export the model with a float32 input',
    });
  const step = arranging(rank, dims, layout);
  if (!step && !whole) return { model: sized(model, value.name, shape, value.shape), input: value.name };
  const inputs = model.graph.inputs.filter(isTaken);
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, inputs, nodes: [] } });
  builder.input(IMAGE, 'float32', shape);
  if (whole) addReadingNumbers(builder, model.graph, value, step?.(builder) ?? IMAGE);
  else {
    step?.(builder, value.name);
    for (const node of model.graph.nodes) builder.add(node);
  }
  return { model: sized(builder.build(), IMAGE, shape, value.shape), input: IMAGE };
}
