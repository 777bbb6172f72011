import { numberAttribute, type Model, type Node } from '../graph/model';
import { weightOf } from '../graph/weight';

const TRUE = 'train:true';

/** A model with Dropout that preparing it does not take for the identity. */
export function dropping(model: Model): Model {
  const { graph } = model;
  const weights = new Map(graph.weights).set(TRUE, weightOf({ type: 'bool', dims: [], data: Uint8Array.of(1) }));
  return { ...model, graph: { ...graph, weights, nodes: graph.nodes.map(droppingNode) } };
}

function droppingNode(node: Node): Node {
  if (node.op !== 'Dropout' || numberAttribute(node, 'is_test', 0) === 1) return node;
  return { ...node, inputs: [node.inputs[0], node.inputs[1] ?? '', TRUE] };
}

/** The same model as it infers, its Dropout still there. */
export function atRest(model: Model): Model {
  const { graph } = model;
  const nodes = graph.nodes.map((node) =>
    node.op === 'Dropout' ? { ...node, inputs: node.inputs.filter((name) => name !== TRUE) } : node,
  );
  const weights = new Map(graph.weights);
  weights.delete(TRUE);
  return { ...model, graph: { ...graph, nodes, weights } };
}
