import type { Dimension, Model, Node, Value } from '../../graph/model';
import { ancestorsOf } from '../../graph/path';
import { producers } from '../../graph/rewriting';
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

  /** The output of that name, whatever its case, of a model of several outputs. */
  named(name: RegExp): Value | undefined {
    return this.outputs.length > 1 ? this.outputs.find((output) => name.test(output.name)) : undefined;
  }

  /** Whether a node of this kind is among those an output is made of. */
  hasBehind(tensor: string, op: string): boolean {
    return ancestorsOf(this.model.graph, tensor).some((node) => node.op === op);
  }

  /** The node that makes a tensor. */
  maker(tensor: string): Node | undefined {
    return this.made.get(tensor);
  }

  /** Whether a number of proposals is that of so many anchors at each place of two or more grids, of halving sizes. */
  hasAnchors(proposals: Dimension, anchors: number): boolean {
    return typeof proposals === 'number' && pyramidLengths(this.size).includes(proposals / anchors);
  }
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
