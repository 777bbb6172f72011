import { LensError } from '../../../protocol/error';
import { GraphBuilder } from '../../graph/builder';
import { int, type Model } from '../../graph/model';
import { floats, integers, sizeOf, type FloatTensor } from '../../tensor/tensor';

/** The input that holds all others, one after the other: [batch, elements]. */
export const JOINED = 'lens:inputs';

export interface InputPart {
  readonly name: string;
  /** Without the batch axis. */
  readonly dims: readonly number[];
}

/**
 * A model of several inputs as one of a single flat input, so that all of them move together along a path.
 * @throws LensError when an input is no float32
 */
export function withJoinedInputs(model: Model, parts: readonly InputPart[]): Model {
  for (const { name, type } of model.graph.inputs)
    if (type !== 'float32')
      throw new LensError({
        code: 'unsupported-model',
        what: `the input ${name} is of ${type} values, through which nothing can be explained`,
        next: 'Export the model with float32 inputs',
      });
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, inputs: [], nodes: [] } });
  const sizes = parts.map(({ dims }) => sizeOf(dims));
  builder.input(JOINED, 'float32', ['batch', sizes.reduce((a, b) => a + b, 0)]);
  const lengths = builder.constant(integers(sizes));
  const pieces = builder.ops('Split', [JOINED, lengths], { axis: int(1) }, parts.length);
  parts.forEach(({ name, dims }, k) => builder.op('Reshape', [pieces[k], builder.integers(-1, ...dims)], {}, name));
  for (const node of model.graph.nodes) builder.add(node);
  return builder.build();
}

/** Arrays [1, …] of all inputs, as the joined input. */
export function joinedInputs(tensors: readonly FloatTensor[]): FloatTensor {
  const data = Float32Array.from(tensors.flatMap((tensor) => Array.from(tensor.data)));
  return floats([1, data.length], data);
}

/** A map of the joined input, as one map per input. */
export function separated(map: FloatTensor, parts: readonly InputPart[]): FloatTensor[] {
  let start = 0;
  return parts.map(({ dims }) => {
    const end = start + sizeOf(dims);
    const part = floats([1, ...dims], map.data.slice(start, end));
    start = end;
    return part;
  });
}
