import { GraphBuilder } from '../../graph/builder';
import { int, type Model, type Value } from '../../graph/model';
import type { ElementType, FloatTensor } from '../../tensor/tensor';

/** ONNX's numbers of the types of inputs that can be fixed. */
export const numberOf: Readonly<Partial<Record<ElementType, number>>> = Object.freeze({
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  float16: 10,
  float64: 11,
});

/** Before the name of an input whose value the graph takes beside the image. */
const TAKEN = 'lens:taken:';

/** The graph's own input for the value of one of the model's. */
export const takenInput = (name: string): string => `${TAKEN}${name}`;
export const isTaken = ({ name }: Pick<Value, 'name'>): boolean => name.startsWith(TAKEN);

/**
 * A model some of whose inputs are fixed: each value [1, …] is repeated for as many images as the other input has.
 * @param taken inputs whose value is one of the graph's, by their dimensions without the batch axis
 */
export function withInputValues(
  model: Model,
  values: ReadonlyMap<string, FloatTensor>,
  taken: ReadonlyMap<string, readonly number[]> = new Map(),
): Model {
  const { inputs, nodes } = model.graph;
  const free = inputs.filter(({ name }) => !values.has(name) && !taken.has(name));
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, inputs: free, nodes: [] } });
  const images = builder.op('Shape', [free[0].name], { start: int(0), end: int(1) });
  const repeat = (name: string, value: string, dims: readonly number[]): void => {
    const shape = builder.op('Concat', [images, builder.integers(...dims.map(() => 1))], { axis: int(0) });
    const { type } = inputs.find((input) => input.name === name)!;
    const repeated = builder.op('Expand', [value, shape]);
    builder.op('Cast', [repeated], { to: int(numberOf[type] ?? 1) }, name);
  };
  for (const [name, value] of values) repeat(name, builder.constant(value, 'fixed'), value.dims.slice(1));
  for (const [name, dims] of taken) repeat(name, builder.input(takenInput(name), 'float32', [1, ...dims]), dims);
  for (const node of nodes) builder.add(node);
  return builder.build();
}
