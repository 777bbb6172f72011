import type { GraphBuilder } from '../../../graph/builder';
import { int, ints } from '../../../graph/model';
import { floats } from '../../../tensor/tensor';
import type { Region, Stretch } from './stretch';

/** Where rows and columns lie in an image tensor [N, C, H, W]. */
const AXES = [2, 3] as const;
type Axis = (typeof AXES)[number];

const CHANNELS_FIRST = { perm: ints([1, 0, 2, 3]) };
const SWAPPED = { perm: ints([0, 1, 3, 2]) };

/** A vector along an axis. */
const along = (axis: Axis, length: number): number[] => [1, 1, axis === 2 ? length : 1, axis === 3 ? length : 1];

/**
 * Takes patches out of images and puts them back. Each image of a batch has its patch elsewhere. Rows are picked whole,
 * columns by products with columns of the identity: picking single numbers is slow.
 */
export class Placing {
  private readonly made = new Map<string, string>();

  /** @param numbers of each image's patch along rows and columns, float32 [N, 1, 1, 1] */
  constructor(
    private readonly builder: GraphBuilder,
    private readonly numbers: readonly [string, string],
  ) {}

  /** The patches [N, C, rows, columns] of one image [1, C, H, W]; what lies beyond the image says nothing. */
  taken(image: string, channels: number, [rows, columns]: Region): string {
    const { builder } = this;
    const picked = builder.op('Gather', [image, this.lines(rows)], { axis: int(2) });
    const lines = builder.op('Reshape', [picked, builder.integers(channels, -1, rows.length, columns.size)]);
    const turned = builder.op('Transpose', [this.columns(columns, 3)], CHANNELS_FIRST);
    const parts = builder.op('MatMul', [lines, turned]);
    return builder.op('Transpose', [parts], CHANNELS_FIRST);
  }

  /** Images [N, C, H, W] that are 0 but for their patches. */
  put(patch: string, region: Region): string {
    const rows = this.builder.op('MatMul', [this.columns(region[0], 2), patch]);
    return this.builder.op('MatMul', [rows, this.rows(region[1], 3)]);
  }

  /** Which places of the patches lie in the image, boolean [N, 1, rows, columns]. */
  inside(region: Region): string {
    const { builder } = this;
    const bounds = region.map(({ size }) => [builder.scalar(0), builder.scalar(size)] as const);
    return this.once(`inside ${JSON.stringify(region)}`, () => this.between(region, bounds));
  }

  /** Which places of the patches lie in a window, from its first row and column to before its last. */
  between(region: Region, bounds: readonly (readonly [from: string, to: string])[]): string {
    const { builder } = this;
    const [rows, columns] = region.map((stretch, k) => {
      const places = this.places(stretch, AXES[k]);
      const [from, to] = bounds[k];
      return builder.op('And', [builder.op('GreaterOrEqual', [places, from]), builder.op('Less', [places, to])]);
    });
    return builder.op('And', [rows, columns]);
  }

  /** The number of each place of a stretch in the whole image. */
  private places(stretch: Stretch, axis: Axis): string {
    return this.once(`places ${axis} ${JSON.stringify(stretch)}`, () => {
      const counted = Float32Array.from({ length: stretch.length }, (_, i) => i + stretch.first);
      const constant = this.builder.constant(floats(along(axis, stretch.length), counted), 'places');
      return this.builder.op('Add', [constant, this.start(stretch, axis)]);
    });
  }

  /** The rows of a stretch, int64 [N, rows]; beyond the image its first or last. */
  private lines(stretch: Stretch): string {
    return this.once(`lines ${JSON.stringify(stretch)}`, () => {
      const { builder } = this;
      const bounds = [builder.scalar(0), builder.scalar(stretch.size - 1)];
      const within = builder.op('Clip', [this.places(stretch, 2), ...bounds]);
      const whole = builder.op('Cast', [within], { to: int(7) });
      return builder.op('Reshape', [whole, builder.integers(-1, stretch.length)]);
    });
  }

  private start({ step }: Stretch, axis: Axis): string {
    return this.once(`start ${axis} ${step}`, () =>
      this.builder.op('Mul', [this.numbers[axis - 2], this.builder.scalar(step)]),
    );
  }

  /** [N, 1, places of the patch, places of the image], 1 where both are the same place. */
  private rows(stretch: Stretch, axis: Axis): string {
    return this.once(`rows ${axis} ${JSON.stringify(stretch)}`, () => {
      const { first, length, size } = stretch;
      const apart = Float32Array.from({ length: length * size }, (_, k) => (k % size) - Math.floor(k / size) - first);
      const constant = this.builder.constant(floats([1, 1, length, size], apart), 'apart');
      const same = this.builder.op('Equal', [constant, this.start(stretch, axis)]);
      return this.builder.op('Cast', [same], { to: int(1) });
    });
  }

  private columns(stretch: Stretch, axis: Axis): string {
    return this.once(`columns ${axis} ${JSON.stringify(stretch)}`, () =>
      this.builder.op('Transpose', [this.rows(stretch, axis)], SWAPPED),
    );
  }

  private once(key: string, write: () => string): string {
    const known = this.made.get(key) ?? write();
    this.made.set(key, known);
    return known;
  }
}
