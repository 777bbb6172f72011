import { gridOf, isImage, layouts, type AxisRole, type Layout, type TokenGrid } from './layout';
import type { Dimension, Graph, Model, Node } from './model';
import { modulePath } from './module-path';
import { hasTrait } from './operators';
import { ancestorsOf, descendantsOf } from './path';
import { consumers, producers } from './rewriting';
import { productOf } from './shapes/dimension';

/** Where class activation maps look unless told otherwise. */
export interface CamLayer {
  readonly tensor: string;
  /** One human-readable sentence. */
  readonly reason: string;
  /** Meaning of the tensor's axes; channels come second for convolutional networks and last for transformers. */
  readonly roles: readonly AxisRole[];
  /** Where the tokens of a transformer lie in the image. */
  readonly grid?: TokenGrid;
}

/**
 * The automatic layer: the last tensor with spatial extent before it is pooled or flattened; in a transformer the
 * normalised tokens that enter the last attention; in a segmentation network the last features of the smallest extent.
 * Null where nothing has extent.
 * @param input that the layer must be told of, where a model has several
 */
export function camLayer(model: Model, logits: string, input?: string): CamLayer | null {
  const view = new View(model, logits, input);
  const images = view.nodes.filter(
    // What only summarises or moves features is no layer of its own, unless it puts windows or tokens back in place.
    (node) =>
      view.isImage(node.outputs[0]) &&
      !hasTrait(node, 'pooling') &&
      (!hasTrait(node, 'moving') || view.isPutBack(node)),
  );
  const last = images.at(-1);
  const attention = view.nodes.filter((node) => view.isAttention(node)).at(-1);
  if (attention && (!last || view.nodes.indexOf(attention) > view.nodes.indexOf(last))) {
    const tokens = view.normalisedTokens(attention);
    if (tokens) return tokens;
  }
  if (last && view.isOfPlaces(logits))
    return view.deepest(images) ?? view.described(last, 'the last features with spatial extent');
  return last ? view.described(last, 'the last tensor with spatial extent before it is pooled or flattened') : null;
}

/** The axes of images and volumes, in whatever order. */
const IN_PLACE: ReadonlySet<string> = new Set(['batch,channel,column,row', 'batch,channel,column,row,slice']);

/** The part of a graph on which the logits depend, with the meaning of its axes. */
class View {
  readonly nodes: readonly Node[];
  private readonly graph: Graph;
  private readonly layouts: ReadonlyMap<string, Layout>;
  private readonly made: ReadonlyMap<string, Node>;
  private readonly readers: ReadonlyMap<string, readonly Node[]>;

  constructor(model: Model, logits: string, input?: string) {
    this.graph = model.graph;
    this.layouts = layouts(model);
    this.made = producers(model.graph);
    this.readers = consumers(model.graph);
    const told = input === undefined ? undefined : descendantsOf(model.graph, input);
    this.nodes = ancestorsOf(model.graph, logits).filter((node) => told?.has(node) ?? true);
  }

  isImage(tensor: string): boolean {
    return isImage(this.layouts.get(tensor)?.roles, this.shape(tensor));
  }

  /** Whether a tensor has numbers of every place, in whatever order. */
  isOfPlaces(tensor: string): boolean {
    const roles = this.layouts.get(tensor)?.roles ?? [];
    const places = this.shape(tensor).filter((_, axis) => roles[axis] !== 'batch' && roles[axis] !== 'channel');
    return IN_PLACE.has([...roles].sort().join()) && productOf(places) !== 1;
  }

  /** Whether a node makes an image of a tensor that is none in any order of its axes. */
  isPutBack(node: Node): boolean {
    const roles = this.layouts.get(node.inputs[0])?.roles ?? [];
    return this.made.has(node.inputs[0]) && roles.length > 0 && !IN_PLACE.has([...roles].sort().join());
  }

  /** A Softmax whose result weighs a matrix product. */
  isAttention(node: Node): boolean {
    if (node.op !== 'Softmax' || this.shape(node.outputs[0]).length < 3) return false;
    return this.follows(node.outputs[0]).some((n) => hasTrait(n, 'product') && !hasTrait(n, 'pointwise'));
  }

  /** The nearest normalised tensor before an attention. */
  normalisedTokens(attention: Node): CamLayer | null {
    const seen = new Set<Node>();
    let front = [attention];
    while (front.length > 0) {
      const normalised = front.find((node) => this.isLayerNorm(node));
      if (normalised) return this.tokens(normalised);
      front = front
        .flatMap((node) => node.inputs.flatMap((name) => this.made.get(name) ?? []))
        .filter((node) => !seen.has(node) && seen.add(node));
    }
    return null;
  }

  /**
   * On the way to a dense output, the last features of the smallest extent before the last convolution, which makes the
   * scores.
   */
  deepest(images: readonly Node[]): CamLayer | null {
    const scores = this.nodes.filter((node) => this.weighs(node)).at(-1);
    const read = scores ? images.filter((node) => this.nodes.indexOf(node) < this.nodes.indexOf(scores)) : [];
    const extent = (node: Node): number => Number(productOf(this.shape(node.outputs[0]).slice(2)));
    const least = Math.min(...read.map(extent));
    const node = read.filter((n) => extent(n) === least || Number.isNaN(least)).at(-1);
    return node
      ? this.described(node, 'the output is dense, so the last features of the smallest spatial extent are taken')
      : null;
  }

  /** Whether a node weighs channels by stored numbers. */
  private weighs(node: Node): boolean {
    const isStored = node.inputs.some((name) => this.graph.weights.has(name));
    return hasTrait(node, 'convolution') || (hasTrait(node, 'product') && !hasTrait(node, 'pointwise') && isStored);
  }

  described(node: Node, why: string): CamLayer {
    const tensor = node.outputs[0];
    const module = modulePath(node, this.graph);
    return {
      tensor,
      reason: `${tensor}${module ? ` (${module})` : ''} [${this.shape(tensor).join(', ')}]: ${why}`,
      roles: this.layouts.get(tensor)?.roles ?? [],
    };
  }

  /** Null for windows of each image, which are no places of it. */
  private tokens(node: Node): CamLayer | null {
    const tensor = node.outputs[0];
    const shape = this.shape(tensor);
    const layout = this.layouts.get(tensor);
    const whole = shape.length === 3 || layout?.roles.join() === 'batch,row,column,channel';
    if (!whole || shape[0] !== this.graph.inputs[0]?.shape?.[0]) return null;
    const grid = shape.length === 3 ? ((layout && gridOf(layout, shape[1])) ?? squareGrid(shape[1])) : undefined;
    const described = this.described(node, 'the normalised tokens that enter the last attention');
    return grid ? { ...described, roles: ['batch', 'token', 'channel'], grid } : described;
  }

  /** LayerNormalization, or the Add that ends its written-out form: (x − mean) / √(variance + ε) · weight + bias. */
  private isLayerNorm(node: Node): boolean {
    if (node.op === 'LayerNormalization') return true;
    const scaled = node.op === 'Add' ? this.operand(node) : undefined;
    const unit = scaled?.op === 'Mul' ? this.operand(scaled) : undefined;
    return unit?.op === 'Div' && this.made.get(unit.inputs[1])?.op === 'Sqrt';
  }

  /** The node that makes the one operand that is no weight. */
  private operand(node: Node): Node | undefined {
    const computed = node.inputs.filter((name) => !this.graph.weights.has(name));
    return computed.length === 1 ? this.made.get(computed[0]) : undefined;
  }

  /** Readers of a tensor, seen through plumbing. */
  private follows(tensor: string): Node[] {
    return (this.readers.get(tensor) ?? []).flatMap((node) =>
      hasTrait(node, 'moving') ? this.follows(node.outputs[0]) : [node],
    );
  }

  private shape(tensor: string): readonly Dimension[] {
    return this.graph.values.get(tensor)?.shape ?? [];
  }
}

/** A square of tokens after none, one or two tokens for the class. */
function squareGrid(length: Dimension): TokenGrid | undefined {
  if (typeof length !== 'number') return undefined;
  const prefix = [0, 1, 2].find((p) => Number.isInteger(Math.sqrt(length - p)));
  return prefix === undefined
    ? undefined
    : { rows: Math.sqrt(length - prefix), columns: Math.sqrt(length - prefix), prefix };
}
