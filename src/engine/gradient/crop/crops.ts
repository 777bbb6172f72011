import type { GraphBuilder } from '../../graph/builder';
import { numberAttribute, type Dimension, type Node } from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import { consumers, producers } from '../../graph/rewriting';
import { summed } from '../interleaving';
import type { GradientRule, PartialGradient, ReverseContext } from '../rule';
import { cropped, restored, supportOf, surroundings, type Crop } from './crop';

/** Places from which on looking for the zeros of a gradient is worth it. */
const MANY_PLACES = 64;

/**
 * The gradients of a dense head are zero but around the places that are asked for: a box has one anchor. They are
 * carried back on the rectangle in which anything differs from zero, as far as convolutions and functions of each place
 * go. Which rectangle that is the graph finds when it runs, so that another box needs no other graph.
 */
export class Crops {
  private readonly of = new Map<string, Crop>();
  /** Parts of the forward pass's tensors, by tensor and crop. */
  private readonly parts = new Map<string, string>();
  private readonly made: ReadonlyMap<string, Node>;
  private readonly readers: ReadonlyMap<string, readonly Node[]>;
  private readonly grown = new Map<string, ReturnType<typeof surroundings>>();

  constructor(private readonly builder: GraphBuilder) {
    this.made = producers(builder.base.graph);
    this.readers = consumers(builder.base.graph);
  }

  /** The sum of gradients: a part where all are of the same, else whole. */
  summed(gradients: readonly string[]): string {
    const crop = this.of.get(gradients[0]);
    if (crop && gradients.every((gradient) => this.of.get(gradient) === crop))
      return this.known(crop, summed(this.builder, gradients));
    return summed(
      this.builder,
      gradients.map((gradient) => this.whole(gradient)),
    );
  }

  /** A gradient as large as its tensor. */
  whole(gradient: string): string {
    const crop = this.of.get(gradient);
    return crop ? restored(this.builder, gradient, crop) : gradient;
  }

  /** The same with whole gradients. */
  wholeContext(context: ReverseContext): ReverseContext {
    return { ...context, gradients: context.gradients.map((gradient) => gradient && this.whole(gradient)) };
  }

  /** What a rule makes of a part of the gradient; undefined where it takes the whole. */
  backward(rule: GradientRule, context: ReverseContext): (string | undefined)[] | undefined {
    const { node, gradients } = context;
    if (node.outputs.length !== 1) return undefined;
    const gradient = gradients[0]!;
    const part = rule.part?.(context);
    if (!rule.local && !part) return undefined;
    const crop = this.of.get(gradient) ?? this.found(context, gradient);
    if (!crop) return undefined;
    const own = this.of.has(gradient) ? gradient : cropped(this.builder, gradient, crop.lines);
    return part ? this.around(part, context, crop, own) : this.local(rule, context, crop, own);
  }

  /** The crop that a gradient has where a head's places end: its tensor is only looked at in another shape from there. */
  private found(context: ReverseContext, gradient: string): Crop | undefined {
    const [output] = context.node.outputs;
    if (!this.isEnd(output)) return undefined;
    const size = imageSize(context.shape(output));
    if (!size || size[0] * size[1] < MANY_PLACES || !isReal(this.builder, output)) return undefined;
    return supportOf(this.builder, gradient, size);
  }

  /** Whether a tensor is only looked at in another shape from here on, and no layer weighs its places. */
  private isEnd(tensor: string): boolean {
    const readers = this.readers.get(tensor) ?? [];
    return readers.length > 0 && readers.every((node) => isView(node) && !this.isWeighed(node.outputs[0]));
  }

  private isWeighed = (tensor: string): boolean =>
    (this.readers.get(tensor) ?? []).some((node) =>
      isView(node) ? this.isWeighed(node.outputs[0]) : hasTrait(node, 'linear'),
    );

  private local(
    rule: GradientRule,
    context: ReverseContext,
    crop: Crop,
    gradient: string,
  ): (string | undefined)[] | undefined {
    const { node } = context;
    const [output] = node.outputs;
    const shape = context.shape(output);
    if (node.op === 'Concat' && numberAttribute(node, 'axis', 0) !== 1) return undefined;
    const fits = node.inputs.every((input) => isSpread(context.shape(input)) || isAlike(context.shape(input), shape));
    if (!fits) return undefined;
    const inputs = node.inputs.map((input) => (isSpread(context.shape(input)) ? input : this.part(input, crop)));
    const part: Node = { ...node, inputs, outputs: [this.again(node, inputs, output, crop)] };
    const originals = new Map([...node.inputs, output].map((name, k) => [[...inputs, part.outputs[0]][k], name]));
    const made = rule.backward({
      ...context,
      node: part,
      gradients: [gradient],
      shape: (tensor) => partShape(context.shape(originals.get(tensor) ?? tensor), originals.has(tensor), crop),
      constant: (tensor) => context.constant(originals.get(tensor) ?? tensor),
    });
    return made.map((name) => name && this.known(crop, name));
  }

  private around(
    { windows, write }: PartialGradient,
    { node, shape }: ReverseContext,
    crop: Crop,
    gradient: string,
  ): (string | undefined)[] | undefined {
    const size = imageSize(shape(node.inputs[0]));
    if (!size) return undefined;
    const key = JSON.stringify([keyOf(crop), windows, size]);
    const around = this.grown.get(key) ?? surroundings(this.builder, crop, windows, size);
    this.grown.set(key, around);
    const made = write(gradient);
    return [this.known(around.crop, around.inner ? cropped(this.builder, made, around.inner) : made)];
  }

  /** The part of a tensor of the forward pass that lies in a crop. */
  private part(tensor: string, crop: Crop): string {
    const node = this.made.get(tensor);
    // What is made of each number by itself is made again of the few that are left.
    if (node && hasTrait(node, 'activation') && node.inputs.length === 1)
      return this.again(node, [this.part(node.inputs[0], crop)], tensor, crop);
    return this.once(tensor, crop, () => cropped(this.builder, tensor, crop.lines));
  }

  private again(node: Node, inputs: readonly string[], output: string, crop: Crop): string {
    return this.once(output, crop, () => this.builder.op(node.op, inputs, node.attributes));
  }

  private once(tensor: string, crop: Crop, write: () => string): string {
    const key = `${tensor} ${keyOf(crop)}`;
    const part = this.parts.get(key) ?? write();
    this.parts.set(key, part);
    return part;
  }

  private known(crop: Crop, gradient: string): string {
    this.of.set(gradient, crop);
    return gradient;
  }
}

const isView = (node: Node): boolean => hasTrait(node, 'view') || hasTrait(node, 'rearranging');

/** Height and width of an image tensor, where they are known. */
function imageSize(shape: readonly Dimension[]): Crop['size'] | undefined {
  const [, , height, width] = shape;
  return shape.length === 4 && typeof height === 'number' && typeof width === 'number' ? [height, width] : undefined;
}

/** Whether a tensor says the same of every place. */
const isSpread = (shape: readonly Dimension[]): boolean => shape.slice(-2).every((length) => length === 1);

const isAlike = (a: readonly Dimension[], b: readonly Dimension[]): boolean =>
  a.length === b.length && a.slice(2).every((length, k) => length === b[k + 2]);

const partShape = (shape: readonly Dimension[], isPart: boolean, { lines }: Crop): readonly Dimension[] =>
  isPart && shape.length === 4 && !isSpread(shape)
    ? [...shape.slice(0, 2), ...lines.map(({ places }) => places)]
    : shape;

const keyOf = ({ lines }: Crop): string => lines.map(({ places }) => places).join();

const isReal = ({ base: { graph } }: GraphBuilder, tensor: string): boolean =>
  (graph.values.get(tensor)?.type ?? 'float32') === 'float32';
