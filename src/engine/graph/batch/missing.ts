import { integers, sizeOf } from '../../tensor/tensor';
import type { Dimension, Graph, Model, Node, Value } from '../model';
import { hasTrait } from '../operators';
import { withShapes } from '../shapes';
import { isStatic } from '../shapes/dimension';
import { weightOf } from '../weight';

/**
 * A graph for one image without an axis of images, such as [3, H, W] with an Unsqueeze further on, given that axis:
 * all later code counts on it. Undefined for every other graph.
 */
export function withFirstAxis(model: Model): Model | undefined {
  const { inputs } = model.graph;
  const [input] = inputs;
  if (inputs.length !== 1 || !input.shape || input.shape[0] === 1) return undefined;
  const shaped = withShapes(model);
  return addsFirstAxis(shaped.graph, input) ? unsqueezed(model, input) : undefined;
}

/** Whether the image is given an axis in front before anything weighs or mixes its numbers. */
function addsFirstAxis({ nodes, values }: Graph, input: Value): boolean {
  const shapeOf = (name: string): readonly Dimension[] => values.get(name)?.shape ?? [];
  const own = new Set([input.name]);
  for (const node of nodes) {
    const read = node.inputs.find((name) => own.has(name));
    if (read === undefined || hasTrait(node, 'shapeOnly')) continue;
    if (isAxisInFront(node, shapeOf(read), shapeOf(node.outputs[0]))) return true;
    if (hasTrait(node, 'pointwise', 'rearranging')) node.outputs.forEach((name) => own.add(name));
  }
  return false;
}

/** A row or an image of all numbers there are: nothing that several images could share. */
function isAxisInFront(node: Node, from: readonly Dimension[], to: readonly Dimension[]): boolean {
  if (to[0] !== 1 || to.length < 2 || !hasTrait(node, 'view')) return false;
  if (node.op === 'Unsqueeze') return true;
  return isStatic(from) && isStatic(to) && sizeOf(from) > 1 && sizeOf(from) === sizeOf(to);
}

/** The image with the axis in front, taken off again for the graph as it was. */
function unsqueezed(model: Model, input: Value): Model {
  const { graph } = model;
  const [inner, axes] = [free(graph, `${input.name}_image`), free(graph, `${input.name}_axis`)];
  const renamed = (node: Node): Node => ({
    ...node,
    inputs: node.inputs.map((name) => (name === input.name ? inner : name)),
  });
  const squeeze: Node = {
    name: inner,
    op: 'Squeeze',
    domain: '',
    inputs: [input.name, axes],
    outputs: [inner],
    attributes: {},
  };
  const values = new Map(graph.values);
  values.delete(input.name);
  return {
    ...model,
    graph: {
      ...graph,
      inputs: [{ ...input, shape: [1, ...input.shape!] }],
      nodes: [squeeze, ...graph.nodes.map(renamed)],
      weights: new Map([...graph.weights, [axes, weightOf(integers([0]))]]),
      values,
    },
  };
}

function free(graph: Graph, hint: string): string {
  const taken = new Set([...graph.weights.keys(), ...graph.nodes.flatMap((node) => node.outputs)]);
  let name = hint;
  for (let k = 1; taken.has(name); k++) name = `${hint}_${k}`;
  return name;
}
