import { GraphBuilder } from '../../graph/builder';
import { int, type Model } from '../../graph/model';
import type { ElementType, FloatTensor } from '../../tensor/tensor';

/** ONNX's numbers of the types of inputs that can be fixed. */
export const numberOf: Readonly<Partial<Record<ElementType, number>>> = Object.freeze({
  float32: 1,
  int32: 6,
  int64: 7,
  float16: 10,
  float64: 11,
});

/** A model some of whose inputs are fixed: each value [1, …] is repeated for as many images as the other input has. */
export function withInputValues(model: Model, values: ReadonlyMap<string, FloatTensor>): Model {
  const { inputs, nodes } = model.graph;
  const free = inputs.filter(({ name }) => !values.has(name));
  const builder = new GraphBuilder({ ...model, graph: { ...model.graph, inputs: free, nodes: [] } });
  const images = builder.op('Shape', [free[0].name], { start: int(0), end: int(1) });
  for (const [name, value] of values) {
    const rest = builder.integers(...value.dims.slice(1).map(() => 1));
    const shape = builder.op('Concat', [images, rest], { axis: int(0) });
    const { type } = inputs.find((input) => input.name === name)!;
    const repeated = builder.op('Expand', [builder.constant(value, 'fixed'), shape]);
    builder.op('Cast', [repeated], { to: int(numberOf[type] ?? 1) }, name);
  }
  for (const node of nodes) builder.add(node);
  return builder.build();
}
