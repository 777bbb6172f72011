import { LensError } from '../../protocol/error';
import { mostTurns } from './loops';
import { macsOf } from './cost';
import type { Graph, Model, Node } from './model';
import { isStatic } from './shapes/dimension';
import { Inference } from './shapes/inference';
import { sizeOf } from '../tensor/tensor';

/** What constants may take beside what the file's weights do: masks and tables that a few numbers are blown up to. */
const FREE_ELEMENTS = 2 ** 28;
/** Dequantising a weight makes some tensors of its size. */
const ELEMENTS_PER_BYTE = 16;
const MOST_MACS = 1e11;
/** A node costs at least as much as computing so many elements. */
const ELEMENTS_PER_NODE = 1000;

interface Work {
  readonly elements: number;
  readonly macs: number;
}

/**
 * Checks, before the constants of a model are computed, that this ends soon and fits into memory: a file of a few bytes
 * may ask for any number of elements or turns of a loop. Sizes that depend on values nobody knows count as nothing.
 * @param constants a model without inputs
 * @throws LensError `unsupported-model`
 */
export function checkConstantWork({ graph }: Model): void {
  const stored = [...graph.weights.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
  const most = FREE_ELEMENTS + ELEMENTS_PER_BYTE * stored;
  const { elements, macs } = workOf(graph, new Inference(graph.values).inside(graph));
  if (elements > most) throw tooMuch(`has ${elements} elements, more than the ${most} that its weights explain`);
  if (macs > MOST_MACS) throw tooMuch(`takes ${macs} multiplications, more than ${MOST_MACS}`);
}

function tooMuch(what: string): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: `the constant part of the model ${what}`,
    next: 'Export the model with its constants computed',
  });
}

function workOf(graph: Graph, inference: Inference): Work {
  return graph.nodes.map((node) => workOfNode(node, inference)).reduce(sum, { elements: 0, macs: 0 });
}

const sum = (a: Work, b: Work): Work => ({ elements: a.elements + b.elements, macs: a.macs + b.macs });

function workOfNode(node: Node, inference: Inference): Work {
  const turns = node.op === 'Loop' ? mostTurns(node, inference) : 1;
  if (turns === Infinity) throw tooMuch('holds a loop that states no number of turns');
  const inner = Object.values(node.attributes)
    .map((a) => (a.kind === 'graph' ? workOf(a.value, inference.inside(a.value)) : { elements: 0, macs: 0 }))
    .reduce(sum, { elements: 0, macs: 0 });
  inference.visit(node);
  const lengths = (tensor: string): readonly number[] | undefined => {
    const shape = inference.facts(tensor)?.shape;
    return isStatic(shape) ? shape : undefined;
  };
  const sizes = node.outputs.map((name) => sizeOf(lengths(name) ?? []));
  return {
    elements: sizes.reduce((a, b) => a + b, ELEMENTS_PER_NODE) + turns * inner.elements,
    macs: macsOf(node, lengths) + turns * inner.macs,
  };
}
