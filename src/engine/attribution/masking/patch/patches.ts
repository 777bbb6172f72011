import type { GraphBuilder } from '../../../graph/builder';
import { ints, type Dimension, type Graph, type Node } from '../../../graph/model';
import { producers } from '../../../graph/rewriting';
import { imageOf, shapeIn } from './image-input';
import type { Placing } from './placing';
import type { Region } from './stretch';

/** The part of a tensor [N, C, H, W] outside which all images of a batch are as the unchanged image. */
export interface Patch {
  /** Its values, [N, C, rows, columns]; what they are beyond the image says nothing. */
  readonly value: string;
  readonly region: Region;
}

/** Begins the names of inputs that hold tensors of the unchanged image. */
export const CLEAN = 'clean/';

/** The patches of a network's tensors, and what can be asked of them. */
export class Patches {
  private readonly known = new Map<string, Patch>();
  private readonly made = new Map<string, string>();
  private readonly unchanged = new Map<string, string>();
  private readonly producers: ReadonlyMap<string, Node>;

  /** @param graph the network's */
  constructor(
    readonly graph: Graph,
    readonly builder: GraphBuilder,
    readonly placing: Placing,
  ) {
    this.producers = producers(graph);
  }

  shape = (tensor: string): readonly Dimension[] => shapeIn(this.graph, tensor);

  get = (tensor: string): Patch | undefined => this.known.get(tensor);
  has = (tensor: string): boolean => this.known.has(tensor);
  set(tensor: string, patch: Patch): void {
    this.known.set(tensor, patch);
  }

  /** Has a tensor of the unchanged image stand in the graph under a name. */
  hold(tensor: string, name: string): void {
    this.unchanged.set(tensor, name);
  }

  /** A region of the unchanged image's tensor; what a function makes of each place is made again of the few. */
  clean(tensor: string, region: Region): string {
    return this.once(`clean ${tensor} ${JSON.stringify(region)}`, () => {
      const node = this.producers.get(tensor);
      const image = node && imageOf(node, this.graph);
      if (!node || image === undefined)
        return this.placing.taken(this.whole(tensor), this.shape(tensor)[1] as number, region);
      const inputs = node.inputs.map((input, k) => (k === image ? this.clean(input, region) : input));
      return this.builder.op(node.op, inputs, node.attributes);
    });
  }

  /** How far a patch is from the unchanged image, 0 beyond the image. */
  change(tensor: string): string {
    return this.once(`change ${tensor}`, () => {
      const { value, region } = this.known.get(tensor)!;
      const difference = this.builder.op('Sub', [value, this.clean(tensor, region)]);
      return this.builder.op('Where', [this.placing.inside(region), difference, this.builder.scalar(0)]);
    });
  }

  /** The values of a region that holds the patch. */
  grown(tensor: string, region: Region): string {
    const patch = this.known.get(tensor)!;
    if (JSON.stringify(patch.region) === JSON.stringify(region)) return patch.value;
    const before = region.map(({ first }, k) => patch.region[k].first - first);
    const after = region.map(({ length }, k) => length - before[k] - patch.region[k].length);
    const padded = this.padded(this.change(tensor), before, after);
    return this.builder.op('Add', [padded, this.clean(tensor, region)]);
  }

  /** Rows and columns of zeros around a patch; negative numbers cut. */
  padded(patch: string, before: readonly number[], after: readonly number[]): string {
    if ([...before, ...after].every((count) => count === 0)) return patch;
    return this.builder.op('Pad', [patch, this.builder.integers(0, 0, ...before, 0, 0, ...after)]);
  }

  /** Has the whole tensor stand in the graph under its own name. */
  complete(tensor: string): void {
    this.once(`whole ${tensor}`, () => {
      const { region } = this.known.get(tensor)!;
      const change = this.placing.put(this.change(tensor), region);
      return this.builder.op('Add', [change, this.whole(tensor)], {}, tensor);
    });
  }

  /** The unchanged image's tensor, as an input of the graph. */
  private whole(tensor: string): string {
    const name = this.unchanged.get(tensor);
    if (name !== undefined) return name;
    const [, ...dims] = this.shape(tensor);
    const input = this.builder.input(`${CLEAN}${tensor}`, 'float32', [1, ...dims]);
    this.unchanged.set(tensor, input);
    return input;
  }

  private once(key: string, write: () => string): string {
    const known = this.made.get(key) ?? write();
    this.made.set(key, known);
    return known;
  }
}

/** Attributes of an operator that pads nothing. */
export const unpadded = (node: Node, kernel: readonly number[]) => ({
  ...node.attributes,
  auto_pad: { kind: 'string', value: 'NOTSET' } as const,
  kernel_shape: ints(kernel),
  pads: ints(kernel.flatMap(() => [0, 0])),
});
