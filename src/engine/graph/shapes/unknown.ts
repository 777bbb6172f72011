import type { Graph, Model, Node } from '../model';
import { blockedChannels, hasBlockedChannels } from '../blocked-channels';
import { producers } from '../rewriting';
import { shapeRule } from './rules';

/** The first node on the way to a tensor whose output's shape is not known though those of its inputs are. */
function whereShapesEnd({ graph }: Model, tensor: string): Node | undefined {
  const made = producers(graph);
  let node: Node | undefined;
  for (let name: string | undefined = tensor; name !== undefined && !hasShape(graph, name);) {
    const maker = made.get(name);
    if (!maker || maker === node) break;
    node = maker;
    name = maker.inputs.find((input) => input !== '' && !hasShape(graph, input));
  }
  return node;
}

/** The same in words: which operator hides the shapes behind it, and why. */
export function shapeless(model: Model, tensor: string): string {
  const node = whereShapesEnd(model, tensor);
  if (!node) return `the shape of ${tensor} is not known`;
  const arranged = hasBlockedChannels(node) ? blockedChannels(model) : undefined;
  if (arranged) return arranged;
  const title = `${node.domain ? `${node.domain}.` : ''}${node.op} (${node.name || node.outputs[0]})`;
  return shapeRule(node)
    ? `the shape of what ${title} makes depends on more than the size of the input`
    : `the operator ${title} is not known, nor what shapes it makes`;
}

const hasShape = (graph: Graph, name: string): boolean =>
  graph.weights.has(name) ||
  Boolean((graph.values.get(name) ?? graph.inputs.find((value) => value.name === name))?.shape);

/** Which operator hides the shapes of what it makes, where there is one. */
export function shapesHidden(model: Model): string | undefined {
  const node = model.graph.nodes.find(({ outputs }) => outputs[0] && !hasShape(model.graph, outputs[0]));
  return node && shapeless(model, node.outputs[0]);
}
