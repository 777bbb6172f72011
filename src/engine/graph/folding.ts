import { LensError } from '../../protocol/error';
import { sizeOf, type Tensor } from '../tensor/tensor';
import { checkConstantWork } from './constant-work';
import { constantTensors } from './constants';
import { storedContents } from './shapes/contents/storing';
import { branchBody } from './inlining';
import { refuseEndlessLoops } from './loops';
import type { Graph, Model, Node, Weight } from './model';
import { hasTrait } from './operators';
import { capturedBy, pruned, withOutputs } from './rewriting';
import { isStatic } from './shapes/dimension';
import { numbersIn } from './shapes/facts';
import { withShapes } from './shapes';
import { Inference } from './shapes/inference';
import { weightOf } from './weight';

/** Runs a model without inputs and returns its outputs by name. */
export type Evaluate = (model: Model) => Promise<ReadonlyMap<string, Tensor>>;

/**
 * The model with its constant sub-graphs as weights: what is small (shapes, indices) is computed here, the rest, such
 * as quantised weights behind Cast, Sub and Mul, by `evaluate`. Branches whose condition is known are taken. Tensors
 * keep their names.
 * @throws LensError `unsupported-model` when the constants cannot be computed
 */
export async function folded(model: Model, evaluate: Evaluate): Promise<Model> {
  const small = foldedSmall(model);
  const constants = constantTensors(small);
  const wanted = constantsInUse(small.graph, constants);
  if (wanted.length === 0) return small;
  // The types of what is computed: exporters need not state them.
  const part = withOutputs(withShapes({ ...small, graph: { ...small.graph, inputs: [] } }), wanted);
  checkConstantWork(part);
  const results = await evaluate(part).catch(cannotEvaluate);
  const weights = new Map([
    ...small.graph.weights,
    ...wanted.map((name) => [name, weightOf(results.get(name)!)] as const),
  ]);
  const done = new Set(wanted);
  const nodes = small.graph.nodes.filter((node) => !node.outputs.some((name) => done.has(name)));
  return foldedSmall({ ...small, graph: { ...small.graph, nodes, weights } });
}

function cannotEvaluate(thrown: unknown): never {
  if (thrown instanceof LensError) throw thrown;
  const what = `the constant part of the model cannot be computed (${thrown instanceof Error ? thrown.message : String(thrown)})`;
  throw new LensError({ code: 'unsupported-model', what, next: 'Export or copy the model again' }, { cause: thrown });
}

/**
 * The part of constant folding that needs nothing run: small tensors, views of weights and branches with a known
 * condition.
 */
export function foldedSmall(model: Model): Model {
  const { graph } = model;
  const weights = new Map(graph.weights);
  const outputs = new Set(graph.outputs.map((o) => o.name));
  const inference = new Inference(graph.values);
  for (const [name, weight] of weights) inference.weight(name, weight);
  for (const input of graph.inputs) inference.input(input);
  const nodes: Node[] = [];
  const store = (name: string, weight: Weight): void => {
    weights.set(name, weight);
    inference.weight(name, weight);
  };
  const fold = (node: Node): void => {
    const branch = knownBranch(node, inference);
    if (branch) {
      const body = branchBody(node, branch, node.name || node.outputs[0]);
      body.weights.forEach((weight, name) => store(name, weight));
      return body.nodes.forEach(fold);
    }
    refuseEndlessLoops(node, inference);
    inference.visit(node);
    const made = node.outputs.filter(Boolean);
    const kept = made.some((name) => outputs.has(name));
    const values = kept
      ? []
      : made.map((name) => viewOfWeight(node, weights, inference) ?? storedContents(inference.facts(name)));
    if (values.length > 0 && values.every((v) => v !== undefined)) made.forEach((name, k) => store(name, values[k]));
    else nodes.push(node);
  };
  graph.nodes.forEach(fold);
  return withoutUnused({ ...model, graph: { ...graph, nodes, weights } });
}

/** The branch an `If` is bound to take. */
function knownBranch(node: Node, inference: Inference): Graph | undefined {
  if (node.op !== 'If' || node.domain !== '') return undefined;
  const condition = numbersIn(inference.facts(node.inputs[0]))?.[0];
  const branch = condition === undefined ? undefined : node.attributes[condition ? 'then_branch' : 'else_branch'];
  return branch?.kind === 'graph' ? branch.value : undefined;
}

function viewOfWeight(node: Node, weights: ReadonlyMap<string, Weight>, inference: Inference): Weight | undefined {
  const weight = hasTrait(node, 'view') ? weights.get(node.inputs[0]) : undefined;
  if (weight?.variable) return undefined;
  const shape = inference.facts(node.outputs[0])?.shape;
  return weight && isStatic(shape) && sizeOf(shape) === sizeOf(weight.dims) ? { ...weight, dims: shape } : undefined;
}

/**
 * The computed constants that the rest of the graph reads; a constant OUTPUT of the graph stays a node, as an output
 * must be.
 */
function constantsInUse(graph: Graph, constants: ReadonlySet<string>): string[] {
  const outputs = new Set(graph.outputs.map((o) => o.name));
  const isConstant = (node: Node): boolean => node.outputs.some((name) => constants.has(name));
  const used = new Set(
    graph.nodes.filter((node) => !isConstant(node)).flatMap((node) => [...node.inputs, ...capturedBy(node)]),
  );
  return [...constants].filter((name) => used.has(name) && !outputs.has(name));
}

/** Pruned, but with every input: an input that nothing reads is still part of the model's interface. */
function withoutUnused(model: Model): Model {
  const kept = pruned(model);
  return { ...kept, graph: { ...kept.graph, inputs: model.graph.inputs } };
}
