import { floatsOf, weightOf } from './weight';
import { int, numberAttribute, type Attribute, type Model, type Node, type Value, type Weight } from './model';
import type { ElementType } from '../tensor/tensor';

/** ONNX's numbers of the types that are brought to float32, and of float32 itself. */
const FLOAT = 1;
const OTHER_FLOATS: Partial<Record<ElementType, number>> = { float16: 10, bfloat16: 16, float64: 11 };
const OTHER_NUMBERS = new Set(Object.values(OTHER_FLOATS));

/**
 * A half- or double-precision model in single precision, so that seeds, gradients and maps have one type and half of
 * the digits are not lost on the way back. Weights stay as they are stored; a Cast in the graph widens them, which ONNX
 * Runtime does once and natively.
 */
export function inSinglePrecision(model: Model): Model {
  const { graph } = model;
  const others = [...graph.weights].filter(([, weight]) => weight.type in OTHER_FLOATS);
  const wide =
    others.length > 0 ||
    [...graph.inputs, ...graph.outputs].some((v) => v.type in OTHER_FLOATS) ||
    graph.nodes.some(castsToOther);
  if (!wide) return model;
  const weights = new Map<string, Weight>(graph.weights);
  const casts = others.map(([name, weight]): Node => {
    weights.delete(name);
    weights.set(`${name}/stored`, weight);
    return {
      name: `${name}/Cast`,
      op: 'Cast',
      domain: '',
      inputs: [`${name}/stored`],
      outputs: [name],
      attributes: { to: int(FLOAT) },
    };
  });
  const single = (value: Value): Value => (value.type in OTHER_FLOATS ? { ...value, type: 'float32' } : value);
  return {
    ...model,
    graph: {
      ...graph,
      inputs: graph.inputs.map(single),
      outputs: graph.outputs.map(single),
      values: new Map([...graph.values].map(([name, value]) => [name, single(value)])),
      weights,
      nodes: [...casts, ...graph.nodes.map(singleNode)],
    },
  };
}

const castsToOther = (node: Node): boolean =>
  node.op === 'Cast' && OTHER_NUMBERS.has(numberAttribute(node, 'to', FLOAT));

function singleNode(node: Node): Node {
  const attributes = Object.entries(node.attributes).map(
    ([name, value]) => [name, singleAttribute(node, name, value)] as const,
  );
  return { ...node, attributes: Object.fromEntries(attributes) };
}

function singleAttribute(node: Node, name: string, attribute: Attribute): Attribute {
  const isType = (node.op === 'Cast' && name === 'to') || name === 'dtype';
  if (isType && attribute.kind === 'int' && OTHER_NUMBERS.has(attribute.value)) return int(FLOAT);
  if (attribute.kind === 'tensor' && attribute.value.type in OTHER_FLOATS)
    return { kind: 'tensor', value: weightOf(floatsOf(attribute.value)) };
  return attribute;
}
