import { LensError } from '../../../protocol/error';
import { GraphBuilder, emptyModel } from '../../graph/builder';
import { ints, type Attributes, type Dimension, type Model, type Node } from '../../graph/model';
import { inOrder, toChannelsFirst, toChannelsLast } from '../../tensor/channel-order';
import { reshaped, sizeOf, type ElementType, type Tensor } from '../../tensor/tensor';
import { transposed } from '../../tensor/transposition';
import { inPlace, type Feature } from './feature';

/**
 * Builds a channels-last network as a channels-first graph; transposes only where an operator needs the network's own
 * order of axes.
 */
export class NetworkBuilder {
  private readonly builder: GraphBuilder;
  private readonly names = new Map<string, string>();
  private readonly own = new Set<string>();
  private readonly turned = new Map<string, string>();
  private readonly arrangements = new WeakMap<object, Map<string, string>>();
  private readonly inputs = new Set<string>();
  private scope = '';

  constructor(name: string, producer: string, metadata: ReadonlyMap<string, string>) {
    this.builder = new GraphBuilder({ ...emptyModel(name), producer, metadata });
  }

  /** Begins a layer: tensors built from now on are named after it. */
  enter(scope: string): void {
    this.scope = scope;
    this.own.clear();
  }

  /** Ends a layer: what it made takes the layer's name; what it only passed on keeps its own. */
  leave(result: Feature): Feature {
    if (!this.own.has(result.tensor) || this.names.has(result.tensor)) return result;
    this.names.set(result.tensor, this.builder.fresh(this.scope));
    return result;
  }

  /** One operator on tensors as they lie in the graph. */
  op(op: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.ops(op, inputs, attributes, 1)[0];
  }

  /** An operator with several outputs. */
  ops(op: string, inputs: readonly string[], attributes: Attributes, count: number): string[] {
    const outputs = Array.from({ length: count }, () => this.builder.fresh(`${this.scope}/${op}`));
    outputs.forEach((name) => this.own.add(name));
    return this.builder.ops(op, inputs, attributes, count, outputs);
  }

  /** A stored tensor as it is to lie in the graph. */
  store(tensor: Tensor, hint: string): string {
    return this.builder.constant(tensor, `${this.scope}/${hint}`);
  }

  /**
   * A stored tensor with its axes in another order (and then another shape), arranged once however often it is used.
   */
  arranged(tensor: Tensor, order: readonly number[], hint: string, dims?: readonly number[]): string {
    const made = this.arrangements.get(tensor.data) ?? new Map<string, string>();
    this.arrangements.set(tensor.data, made);
    const key = `${tensor.dims.join()}:${order.join()}:${dims?.join()}`;
    const name =
      made.get(key) ??
      this.store(
        order.every((axis, k) => axis === k)
          ? { ...tensor, dims: dims ?? tensor.dims }
          : withDims(transposed(tensor, order), dims),
        hint,
      );
    made.set(key, name);
    return name;
  }

  integers(...values: number[]): string {
    return this.builder.integers(...values);
  }

  scalar(value: number): string {
    return this.builder.scalar(value);
  }

  /** A stored tensor of the network. */
  constant(tensor: Tensor, hint = 'constant'): Feature {
    return { tensor: this.store(tensor, hint), shape: tensor.dims, moved: false, constant: tensor };
  }

  /** The same feature after an operator that works on each number by itself. */
  mapped(feature: Feature, op: string, more: readonly string[] = [], attributes: Attributes = {}): Feature {
    return { tensor: this.op(op, [feature.tensor, ...more], attributes), shape: feature.shape, moved: feature.moved };
  }

  /** The tensor with its axes in the network's own order. */
  plain(feature: Feature): string {
    return feature.moved ? this.turn(feature, toChannelsLast(feature.shape.length)) : feature.tensor;
  }

  /** The tensor with its last axis in second place. */
  front(feature: Feature): string {
    const rank = feature.shape.length;
    if (feature.moved || rank < 3) return feature.tensor;
    if (feature.constant) return this.arranged(feature.constant, toChannelsFirst(rank), 'constant');
    return this.turn(feature, toChannelsFirst(rank));
  }

  /** The feature lying channels first. */
  moved(feature: Feature): Feature {
    return { tensor: this.front(feature), shape: feature.shape, moved: feature.shape.length >= 3 };
  }

  /** The feature lying as the network has it. */
  unmoved(feature: Feature): Feature {
    return feature.moved ? { tensor: this.plain(feature), shape: feature.shape, moved: false } : feature;
  }

  /**
   * Both transpositions of a tensor are made once; where only one axis is longer than 1 the numbers lie in the same
   * order anyway.
   */
  private turn(feature: Feature, order: readonly number[]): string {
    const known = this.turned.get(feature.tensor);
    if (known !== undefined) return known;
    const spatial = feature.shape.slice(1, -1);
    const physical = inOrder(inPlace(feature, feature.shape), order);
    const made =
      spatial.every((d) => d === 1) && typeof feature.shape.at(-1) === 'number'
        ? this.op('Reshape', [feature.tensor, this.integers(0, ...physical.slice(1).map(Number))])
        : this.op('Transpose', [feature.tensor], { perm: ints(order) });
    this.turned.set(feature.tensor, made);
    this.turned.set(made, feature.tensor);
    return made;
  }

  /** A new shape of equal size in the network's order; at most one of the axes after the first may be open. */
  reshaped(feature: Feature, shape: readonly Dimension[]): Feature {
    const target = shape.slice(1).map((d) => (typeof d === 'number' ? d : -1));
    if (!target.every((d) => Number.isSafeInteger(d) && d >= -1) || target.filter((d) => d === -1).length > 1)
      throw new LensError({
        code: 'corrupt-model',
        what: `[${feature.shape.map((d) => d ?? '?').join(', ')}] cannot become [${shape.map((d) => d ?? '?').join(', ')}]`,
        where: this.scope,
        next: 'Save the model again',
      });
    return { tensor: this.op('Reshape', [this.plain(feature), this.integers(0, ...target)]), shape, moved: false };
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): Feature {
    this.inputs.add(name);
    return { tensor: this.builder.input(name, type, shape), shape, moved: false };
  }

  /** Makes a feature an output of the model, as it lies in the graph. */
  output(feature: Feature): void {
    const { tensor } = feature;
    this.builder.output(tensor, tensor, 'float32', inPlace(feature, feature.shape));
  }

  /** The feature as the result of a node, which an output must be. */
  ensured(feature: Feature): Feature {
    return this.inputs.has(feature.tensor) || feature.constant
      ? { ...feature, tensor: this.op('Identity', [feature.tensor]) }
      : feature;
  }

  build(): Model {
    const model = this.builder.build();
    const rename = (name: string): string => this.names.get(name) ?? name;
    const nodes = model.graph.nodes.map((node): Node => {
      const outputs = node.outputs.map(rename);
      return { ...node, name: outputs[0], inputs: node.inputs.map(rename), outputs };
    });
    return {
      ...model,
      graph: { ...model.graph, nodes, outputs: model.graph.outputs.map((v) => ({ ...v, name: rename(v.name) })) },
    };
  }
}

const withDims = (tensor: Tensor, dims: readonly number[] | undefined): Tensor =>
  dims ? reshaped(tensor, dims) : tensor;

/** Number of elements of a shape without its first axis; undefined where one is open. */
export function sizeAfterBatch(shape: readonly Dimension[]): number | undefined {
  const rest = shape.slice(1);
  return rest.every((d): d is number => typeof d === 'number') ? sizeOf(rest) : undefined;
}
