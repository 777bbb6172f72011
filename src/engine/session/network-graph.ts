import { LensError } from '../../protocol/error';
import { GraphBuilder } from '../graph/builder';
import { int, type Dimension, type Model, type Value } from '../graph/model';
import { withShapes } from '../graph/shapes';
import type { NetworkGraph } from './network';

const PROBABILITIES = 'lens:probabilities';

export interface NetworkOptions {
  /** The tensor from which scores are read. */
  readonly logits: string;
  readonly camLayer?: string | null;
  /** Shape of the input without the batch axis, where the graph leaves it open. */
  readonly inputDims?: readonly number[];
  readonly batched?: boolean;
}

/**
 * A prepared model as a network: a float32 input of definite size, and the probabilities beside the logits.
 * @throws LensError when the model has no single image input, or its size is open and not given
 */
export function networkGraph(prepared: Model, options: NetworkOptions): NetworkGraph {
  const value = imageInput(prepared);
  const inputDims = definite(value, options.inputDims);
  const sized = withFloatInput(withShapes(prepared, new Map([[value.name, ['batch', ...inputDims]]])), value);
  const logitsShape = sized.graph.values.get(options.logits)?.shape;
  if (!logitsShape) throw new LensError({ code: 'unsupported-model', what: `the shape of ${options.logits} cannot be found`, next: 'Export the model with a fixed input size' });
  const logitsDims = logitsShape.slice(1).map((d) => (typeof d === 'number' ? d : 1));
  const builder = new GraphBuilder(sized);
  if (logitsDims[0] === 1) builder.op('Sigmoid', [options.logits], {}, PROBABILITIES);
  else builder.op('Softmax', [options.logits], { axis: int(logitsDims.length === 0 ? 0 : 1) }, PROBABILITIES);
  builder.describe({ name: PROBABILITIES, type: 'float32', shape: logitsShape });
  return {
    model: builder.build(),
    input: value.name,
    inputDims,
    logits: options.logits,
    logitsDims,
    probabilities: PROBABILITIES,
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
    what: inputs.length === 0 ? 'the model has no input' : `the model has ${inputs.length} inputs (${inputs.map((v) => v.name).join(', ')})`,
    next: 'Export it with the image as its only input',
  });
}

function definite(value: Value, given: readonly number[] | undefined): readonly number[] {
  const stored: readonly Dimension[] = value.shape?.slice(1) ?? [];
  const dims = given && (stored.length === 0 || given.length === stored.length) ? given : stored;
  if (dims.length > 0 && dims.every((d): d is number => typeof d === 'number' && d > 0)) return dims;
  throw new LensError({
    code: 'wrong-shape',
    what: `the model leaves the size of its input ${value.name} open (${stored.map((d) => d ?? '?').join(' × ')})`,
    next: 'Give the size in the sidecar (<model>.lens.json, "size": [height, width])',
  });
}

/** Half-precision or integer inputs are fed as float32 and cast inside the graph, so that gradients arrive as float32. */
function withFloatInput(model: Model, value: Value): Model {
  if (value.type === 'float32') return model;
  throw new LensError({ code: 'unsupported-model', what: `the input ${value.name} has the type ${value.type}`, next: 'Export the model with a float32 input' });
}
