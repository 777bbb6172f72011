import type { Dimension, Graph, Model, Value } from '../model';
import { Inference } from './inference';

/**
 * The model with type and shape of every tensor in `graph.values`, and the outputs' shapes refined.
 * Unnamed dimensions of the inputs become symbols: `batch` for the first axis, `<input>_<axis>` for others.
 * @param inputShapes shapes that replace those of the inputs (by name), for example with a definite height and width
 */
export function withShapes(model: Model, inputShapes: ReadonlyMap<string, readonly Dimension[]> = new Map()): Model {
  const inputs = model.graph.inputs.map((value) =>
    named({ ...value, shape: inputShapes.get(value.name) ?? value.shape }),
  );
  const graph: Graph = { ...model.graph, inputs };
  const inference = new Inference(inputShapes.size === 0 ? model.graph.values : typesOnly(model.graph.values));
  inference.walk(graph);
  const values = new Map<string, Value>();
  const record = (name: string): void => {
    const facts = inference.facts(name);
    if (facts) values.set(name, { name, type: facts.type, shape: facts.shape });
  };
  for (const value of inputs) record(value.name);
  for (const node of graph.nodes) node.outputs.filter(Boolean).forEach(record);
  // What the exporter declared stands where an unknown operator hides the shape.
  const outputs = graph.outputs.map((output) => (values.get(output.name)?.shape ? values.get(output.name)! : output));
  return { ...model, graph: { ...graph, outputs, values } };
}

/** What was found for other input shapes says no more than types. */
export function typesOnly(values: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map([...values].map(([name, value]) => [name, { ...value, shape: null }]));
}

function named(value: Value): Value {
  if (!value.shape) return value;
  const symbol = (axis: number): string => (axis === 0 ? 'batch' : `${value.name.replace(/\W+/g, '_')}_${axis}`);
  return {
    ...value,
    shape: value.shape.map((d, axis) =>
      d === null || d === '' || (typeof d === 'number' && d <= 0) ? symbol(axis) : d,
    ),
  };
}
