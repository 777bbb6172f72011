import { LensError } from '../../protocol/error';
import type { Graph, Node } from './model';
import { numbersIn } from './shapes/facts';
import type { Inference } from './shapes/inference';

/** More turns than the loops of any network make. */
const MOST_TURNS = 1_000_000;

const bodyOf = (node: Node): Graph | undefined => {
  const body = node.attributes.body;
  return body?.kind === 'graph' ? body.value : undefined;
};

const isLoop = (node: Node): boolean => node.op === 'Loop' && node.domain === '';

/** How often a Loop turns at most, as far as the graph says it; Infinity where only its condition ends it. */
export function mostTurns(node: Node, inference: Inference): number {
  const [turns] = node.inputs[0] ? (numbersIn(inference.facts(node.inputs[0])) ?? [null]) : [Infinity];
  return turns ?? Infinity;
}

/** @throws LensError `unsupported-model` where a Loop of a node, or one within, would turn too often for sure */
export function refuseEndlessLoops(node: Node, inference: Inference): void {
  if (isLoop(node) && !canEndItself(node)) {
    const stated = node.inputs[0] ? numbersIn(inference.facts(node.inputs[0]))?.[0] : Infinity;
    if (stated !== undefined && stated > MOST_TURNS) throw tooMany(node, stated);
  }
  for (const attribute of Object.values(node.attributes)) {
    if (attribute.kind !== 'graph') continue;
    const inner = inference.inside(attribute.value);
    for (const one of attribute.value.nodes) {
      refuseEndlessLoops(one, inner);
      inner.visit(one);
    }
  }
}

/** Whether the body computes if there is another turn; else it passes on what it is given, or a constant. */
function canEndItself(node: Node): boolean {
  const body = bodyOf(node);
  if (!body) return true;
  const makers = new Map(body.nodes.flatMap((one) => one.outputs.map((name) => [name, one] as const)));
  let condition: string | undefined = body.outputs[0]?.name;
  for (let maker = makers.get(condition); maker; maker = makers.get(condition)) {
    if (maker.op !== 'Identity') return true;
    [condition] = maker.inputs;
  }
  return condition !== body.inputs[1]?.name && !body.weights.has(condition);
}

function tooMany(node: Node, turns: number): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: `its loop turns ${turns === Infinity ? 'without an end' : `${turns} times, more than ${MOST_TURNS}`}`,
    where: node.name || node.outputs[0],
    next: 'Export the model with a loop that ends',
  });
}
