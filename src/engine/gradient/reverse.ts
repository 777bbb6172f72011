import { LensError } from '../../protocol/error';
import { GraphBuilder } from '../graph/builder';
import type { Dimension, Model, Node } from '../graph/model';
import { blockedChannels } from '../graph/blocked-channels';
import { producers } from '../graph/rewriting';
import { shapeless } from '../graph/shapes/unknown';
import { tensorOf } from '../graph/weight';
import { floats, sizeOf, type Tensor } from '../tensor/tensor';
import { Crops } from './crop/crops';
import { dependents, passedInputs } from './reach';
import type { GradientRule, ReverseContext, RuleLookup } from './rule';
import { gateOf, siluRule } from './silu';

/** Constants larger than this are not read by rules: they are weights, not shapes or thresholds. */
const SMALL = 4096;

export interface ReverseRequest {
  /** Tensors whose gradients flow in: tensor name → name of the tensor that holds its gradient (same shape). */
  readonly outputGradients: ReadonlyMap<string, string>;
  /** Tensors whose gradients are wanted. */
  readonly targets: readonly string[];
  readonly rules: RuleLookup;
  /** Is told of every node that was passed: what arrived at its outputs, and what was handed to its inputs. */
  readonly passed?: (
    node: Node,
    arrived: readonly (string | undefined)[],
    handed: readonly (string | undefined)[],
  ) => void;
}

/**
 * Reverse-mode differentiation: appends to `builder` the backward nodes of its base graph, from the output gradients to the
 * targets. Only nodes on a path from a target to an output gradient are visited, so an operator without a rule matters only where
 * the gradient must cross it.
 * @returns the gradient's tensor name per target (zeros of the target's shape where no path exists)
 * @throws LensError `not-differentiable` naming the operator
 */
export function reverse(builder: GraphBuilder, request: ReverseRequest): Map<string, string> {
  const { graph } = builder.base;
  const dependent = dependents(builder.base, request.targets, request.rules);
  const pending = new Map<string, string[]>();
  for (const [tensor, gradient] of request.outputGradients) pending.set(tensor, [gradient]);
  const settled = new Map<string, string>();
  const crops = new Crops(builder);
  const maker = producers(graph);
  // Who follows each rule, or learns weights, is told of whole gradients.
  const mere = !request.passed && !request.targets.some((target) => graph.weights.has(target));
  const settle = (tensor: string): string | undefined => {
    const known = settled.get(tensor);
    if (known !== undefined) return known;
    const parts = pending.get(tensor);
    if (!parts) return undefined;
    const sum = crops.summed(parts);
    settled.set(tensor, sum);
    return sum;
  };
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i];
    if (!node.outputs.some((name) => dependent.has(name) && pending.has(name))) continue;
    const wanted = passedInputs(node, request.rules).map((name) => name !== '' && dependent.has(name));
    if (!wanted.some(Boolean)) continue;
    const gradients = node.outputs.map((name) => (name ? settle(name) : undefined));
    const rule = (mere ? siluOf(node, request, maker) : undefined) ?? request.rules(node);
    if (!rule) throw notDifferentiable(node, builder.base);
    const context = contextOf(builder, node, gradients, wanted);
    const made = (mere && crops.backward(rule, context)) || rule.backward(crops.wholeContext(context));
    const handed = node.inputs.map((_, k) => (wanted[k] ? made[k] : undefined));
    request.passed?.(node, gradients, handed);
    node.inputs.forEach((name, k) => {
      const gradient = handed[k];
      if (gradient === undefined) return;
      const list = pending.get(name);
      if (list) list.push(gradient);
      else pending.set(name, [gradient]);
    });
  }
  const gradientOf = (target: string): string => {
    const gradient = settle(target);
    return gradient === undefined ? zerosLike(builder, target) : crops.whole(gradient);
  };
  return new Map(request.targets.map((target) => [target, gradientOf(target)]));
}

/** The rule of x · sigmoid(x) as one function, where both have their ordinary rules and nobody asks about the sigmoid. */
function siluOf(
  node: Node,
  { rules, targets, outputGradients }: ReverseRequest,
  made: ReadonlyMap<string, Node>,
): GradientRule | undefined {
  const gate = gateOf(node, made);
  if (!gate || !rules(node)?.local || !rules(gate)?.local) return undefined;
  const [name] = gate.outputs;
  return targets.includes(name) || outputGradients.has(name) ? undefined : siluRule(name, node);
}

function contextOf(
  builder: GraphBuilder,
  node: Node,
  gradients: (string | undefined)[],
  wanted: boolean[],
): ReverseContext {
  return {
    node,
    gradients,
    wanted,
    builder,
    shape: (tensor) => shapeOf(builder.base, tensor, node),
    constant: (tensor) => constantOf(builder.base, tensor),
  };
}

function shapeOf(model: Model, tensor: string, node: Node): readonly Dimension[] {
  const weight = model.graph.weights.get(tensor);
  if (weight) return weight.dims;
  const shape = model.graph.values.get(tensor)?.shape ?? model.graph.inputs.find((v) => v.name === tensor)?.shape;
  if (shape) return shape;
  throw new LensError({
    code: 'not-differentiable',
    what: blockedChannels(model) ?? `${shapeless(model, tensor)}, so ${node.op} behind it cannot be differentiated`,
    where: node.name || node.outputs[0],
    next: 'Choose a layer after it, or a perturbation method, which needs no gradient',
  });
}

function constantOf(model: Model, tensor: string): Tensor | undefined {
  const weight = model.graph.weights.get(tensor);
  return weight && !weight.variable && sizeOf(weight.dims) <= SMALL ? tensorOf(weight) : undefined;
}

function zerosLike(builder: GraphBuilder, tensor: string): string {
  return builder.op('Mul', [tensor, builder.constant(floats([], [0]))]);
}

/** Arithmetic on the whole numbers of a quantised model, whatever it is called. */
const QUANTISED = /^Q(Linear|Gemm|Attention)|quantize|Integer/i;

function notDifferentiable(node: Node, model: Model): LensError {
  const title = `${node.domain ? `${node.domain}.` : ''}${node.op}`;
  const arranged = blockedChannels(model);
  const quantised = arranged === undefined && QUANTISED.test(node.op);
  return new LensError({
    code: 'not-differentiable',
    what:
      arranged ??
      (quantised
        ? `the model is quantised: ${title} rounds and has no gradient`
        : `the operator ${title} has no gradient`),
    where: node.name || node.outputs[0],
    next: quantised
      ? 'Explain the model from before it was quantised, or choose a perturbation method, which needs no gradient'
      : 'Choose a layer after it, or a perturbation method, which needs no gradient',
  });
}
