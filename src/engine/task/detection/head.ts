import {
  numberAttribute,
  numbersAttribute,
  type Dimension,
  type Model,
  type Node,
  type Value,
} from '../../graph/model';
import { hasTrait } from '../../graph/operators';
import { ancestorsOf } from '../../graph/path';
import { producers } from '../../graph/rewriting';
import { fromFront } from '../../graph/shapes/facts';
import { isAsConvolved } from './as-convolved';
import type { Size } from './fitting';

/** What a graph shows of a detector: its outputs, and how they are made. */
export class DetectorHead {
  private readonly made: ReadonlyMap<string, Node>;

  constructor(
    private readonly model: Model,
    /** Height and width of the network's input; 0 where they are open. */
    readonly size: Size,
  ) {
    this.made = producers(model.graph);
  }

  get outputs(): readonly Value[] {
    return this.model.graph.outputs;
  }

  /** Classes that the file names, as exporters of detectors write them: {0: 'person', 1: … */
  get classesNamed(): number | undefined {
    return this.model.metadata.get('names')?.match(/\d+['"]?\s*:\s*['"]/g)?.length;
  }

  /** The output of that name, whatever its case, of a model of several outputs. */
  named(name: RegExp): Value | undefined {
    return this.outputs.length > 1 ? this.outputs.find((output) => name.test(output.name)) : undefined;
  }

  /** Whether a node of this kind is among those an output is made of. */
  hasBehind(tensor: string, op: string): boolean {
    return ancestorsOf(this.model.graph, tensor).some((node) => node.op === op);
  }

  /** Whether numbers come from convolutions as they are, or through a sigmoid. */
  isAsConvolved(tensor: string): boolean {
    return isAsConvolved(this.model.graph, tensor);
  }

  /** The node that makes a tensor. */
  maker(tensor: string): Node | undefined {
    return this.made.get(tensor);
  }

  /** Whether a number of proposals is that of so many anchors at each place of two or more grids, of halving sizes. */
  hasAnchors(proposals: Dimension, anchors: number): boolean {
    return typeof proposals === 'number' && pyramidLengths(this.size).includes(proposals / anchors);
  }

  /** How many numbers follow along an axis until the piece ends of which number `first` is, where pieces are joined. */
  pieceFrom(tensor: string, axis: number, first: number): number | undefined {
    const pieces = this.pieces(tensor, axis);
    if (!pieces || pieces.length === 1) return undefined;
    let end = 0;
    for (const length of pieces) {
      end += length;
      if (end > first) return end - first;
    }
    return undefined;
  }

  /** Lengths of the pieces that are joined along an axis; of several levels, those of the first. */
  pieces(tensor: string, axis: number): readonly number[] | undefined {
    const node = this.made.get(tensor);
    const shape = this.shapeOf(tensor);
    const length = shape?.[axis];
    if (!shape || typeof length !== 'number') return undefined;
    const before = node && this.before(node, shape, axis);
    if (!before) return [length];
    const pieces = before.map(([name, own]) => this.pieces(name, own));
    return pieces.every((lengths) => lengths !== undefined) ? pieces.flat() : [length];
  }

  /** What a node takes of an axis of its output: tensors, each with an axis; undefined where it makes numbers. */
  private before(node: Node, shape: readonly Dimension[], axis: number): [string, number][] | undefined {
    const [input] = node.inputs;
    const from = this.shapeOf(input);
    if (node.op === 'Concat') {
      const joined = fromFront(numberAttribute(node, 'axis', 0), shape.length);
      return joined === axis ? node.inputs.map((name) => [name, axis]) : [[input, axis]];
    }
    if (node.op === 'Transpose') return [[input, numbersAttribute(node, 'perm')?.[axis] ?? shape.length - 1 - axis]];
    if (hasTrait(node, 'probability') && from?.length === shape.length) return [[input, axis]];
    const own = hasTrait(node, 'view') && from ? sameAxis(from, shape, axis) : -1;
    return own < 0 ? undefined : [[input, own]];
  }

  private shapeOf(tensor: string): readonly Dimension[] | undefined {
    const { values, inputs, outputs } = this.model.graph;
    const isIt = ({ name }: Value): boolean => name === tensor;
    return values.get(tensor)?.shape ?? outputs.find(isIt)?.shape ?? inputs.find(isIt)?.shape ?? undefined;
  }
}

/** Where an axis stood before a change of shape that left as many numbers before it and in it; −1 if nowhere. */
function sameAxis(from: readonly Dimension[], to: readonly Dimension[], axis: number): number {
  const product = (dims: readonly Dimension[]): number => dims.reduce<number>((all, d) => all * Number(d), 1);
  const before = product(to.slice(1, axis));
  return from.findIndex((length, k) => k > 0 && length === to[axis] && product(from.slice(1, k)) === before);
}

const STRIDES = [4, 8, 16, 32, 64];
/** The finest grid of a detector has one of the first strides. */
const FINEST = 3;

/** Places of every run of two or more neighbouring strides. */
function pyramidLengths([height, width]: Size): number[] {
  const places = STRIDES.map((stride) => Math.ceil(height / stride) * Math.ceil(width / stride));
  const runs = places.slice(0, FINEST).map((_, first) => places.slice(first));
  return runs.flatMap((run) => run.slice(1).map((_, k) => run.slice(0, k + 2).reduce((a, b) => a + b, 0)));
}
