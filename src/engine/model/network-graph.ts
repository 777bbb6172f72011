import { LensError } from '../../protocol/error';
import { LAYOUT } from '../format/builder/layout';
import { GraphBuilder } from '../graph/builder';
import { foldedSmall } from '../graph/folding';
import { hasForeign } from '../graph/foreign';
import { int, ints, type Dimension, type Model, type Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import { inSinglePrecision } from '../graph/single-precision';
import type { NetworkGraph } from '../session/network';
import { scoreTensors } from './score-tensors';

export interface NetworkOptions {
  /** The tensor from which scores are read. */
  readonly logits: string;
  readonly camLayer?: string | null;
  /** Shape of the input without the batch axis, where the graph leaves it open. */
  readonly inputDims?: readonly number[];
  readonly batched?: boolean;
  /** Order of the axes the graph itself takes; the network always takes channels first. */
  readonly layout?: 'nchw' | 'nhwc';
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
    // What was imported lies channels first inside, whatever its input.
    classesLast: options.layout === 'nhwc' && (hasForeign(model) || !model.metadata.has(LAYOUT)),
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

/** The one input that carries the image. */
export function imageInput(model: Model): Value {
  const { inputs } = model.graph;
  if (inputs.length === 1) return inputs[0];
  throw new LensError({
    code: 'unsupported-model',
    what:
      inputs.length === 0
        ? 'the model has no input'
        : `the model has ${inputs.length} inputs (${inputs.map((v) => v.name).join(', ')})`,
    next: 'Export it with the image as its only input',
  });
}

function definite(value: Value, options: NetworkOptions): readonly number[] {
  const stored: readonly Dimension[] = value.shape?.slice(1) ?? [];
  const own = options.layout === 'nhwc' && stored.length === 3 ? [stored[2], stored[0], stored[1]] : stored;
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
/** Integer types to which float32 images are cast inside the graph. */
const CAST_TO: Partial<Record<Value['type'], number>> = { uint8: 2, int8: 3, int32: 6, int64: 7 };

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
  layout: 'nchw' | 'nhwc',
): { model: Model; input: string } {
  const turned = layout === 'nhwc' && dims.length === 3;
  const own = ['batch', ...(turned ? [dims[1], dims[2], dims[0]] : dims)];
  if (!turned && value.type === 'float32') return { model: sized(model, value, own), input: value.name };
  const type = CAST_TO[value.type];
  if (type === undefined && value.type !== 'float32') {
    throw new LensError({
      code: 'unsupported-model',
      what: `the input ${value.name} has the type ${value.type}`,
      next: 'Export the model with a float32 input',
    });
  }
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, inputs: [], nodes: [] } });
  builder.input(IMAGE, 'float32', ['batch', ...dims]);
  const cast =
    type === undefined ? IMAGE : builder.op('Cast', [IMAGE], { to: int(type) }, turned ? undefined : value.name);
  if (turned) builder.op('Transpose', [cast], { perm: ints([0, 2, 3, 1]) }, value.name);
  for (const node of model.graph.nodes) builder.add(node);
  return { model: withShapes(builder.build(), new Map([[IMAGE, ['batch', ...dims]]])), input: IMAGE };
}
