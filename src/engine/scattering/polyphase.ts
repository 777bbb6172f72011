import type { GraphBuilder } from '../graph/builder';
import { int } from '../graph/model';
import { floats, type FloatTensor } from '../tensor/tensor';
import type { Filter2d, FilterBank2d } from './bank2d';
import type { GridTransform } from './grid-transform';
import { PolyphaseAxis, type Reach, type Route } from './polyphase-axis';
import { reshape, transpose } from './reshaping';

/** Share of the peak below which a wavelet is taken to have ended. */
const NEGLIGIBLE = 1e-8;

/**
 * The matrices of a convolution with all wavelets of a scale at once, per frequency κ of the grid: [points,
 * c'·phases'·filters, c·inputs].
 *
 * With input phases o and output phases o' (in samples of the input's resolution, q = 2^(to−from)), y_{o'}[m] = Σ
 * u_o[m'] ψ[s(m−m') + q·o' − o], so the matrix holds Ψ_d(κ) = Σ_m ψ[s·m + d] exp(−2πi κ·m/R) for d = q·o' − o. It is
 * large but of low content: it is made from the wavelets' values in space, where they are short, by products with small
 * matrices per axis, and those are what the graph stores; ONNX Runtime computes the rest once, when it loads the model.
 */
export class PolyphaseFilters {
  private readonly made = new Map<string, string>();

  constructor(
    private readonly builder: GraphBuilder,
    private readonly bank: FilterBank2d,
  ) {}

  /** The matrices of a route as a tensor of the graph; made once. */
  along(route: Route, transform: GridTransform): string {
    return this.once(Object.values(route).join(), () => this.make(route, transform));
  }

  private make(route: Route, transform: GridTransform): string {
    const { builder, bank } = this;
    const filters = bank.psi.filter((f) => f.j === route.to);
    const lengths = [bank.height, bank.width];
    const [h, w] = lengths.map(
      (length, axis) => new PolyphaseAxis(length, transform.frequencies(axis), reachOf(filters, length), route),
    );
    const values = (): FloatTensor =>
      floats([filters.length, 2 * h.size, w.size], patches(filters, bank, h.reach, w.reach));
    const space = this.once(`space ${route.to}`, () => builder.constant(values(), 'wavelets'));
    const left = this.once(`left ${h.key}`, () => this.factor(h, LEFT));
    const right = this.once(`right ${w.key}`, () => this.factor(w, RIGHT));
    const rows = builder.op('MatMul', [reshape(builder, left, -1, 2 * h.size), space]);
    const columns = transpose(builder, reshape(builder, right, -1, 2 * w.size), 1, 0);
    const both = builder.op('MatMul', [reshape(builder, rows, filters.length, -1, 2 * w.size), columns]);
    const apart = reshape(builder, both, filters.length, h.out, h.in, h.points, w.out, w.in, w.points, 2, 2);
    const matrices = transpose(builder, apart, 3, 6, 7, 1, 4, 0, 8, 2, 5);
    return reshape(builder, matrices, transform.points, 2 * h.out * w.out * filters.length, 2 * h.in * w.in);
  }

  /** The stored complex factor of an axis as real blocks [phases', phases, κ, blocks, (c, u)]. */
  private factor(axis: PolyphaseAxis, blocks: readonly (readonly Part[])[]): string {
    const { builder } = this;
    const dims = [axis.differences, axis.points, 1, axis.size];
    const stored = this.once(axis.key, () => builder.constant(floats([2, ...dims], axis.factors()), 'phases'));
    const halves = builder.ops('Split', [stored], { axis: int(0), num_outputs: int(2) }, 2);
    const [re, im] = halves.map((part) => reshape(builder, part, ...dims));
    const parts: Record<Part, string> = { re, im, '-re': builder.op('Neg', [re]), '-im': builder.op('Neg', [im]) };
    const lines = blocks.map((block) =>
      builder.op(
        'Concat',
        block.map((part) => parts[part]),
        { axis: int(3) },
      ),
    );
    return builder.op('Gather', [builder.op('Concat', lines, { axis: int(2) }), builder.integers(...axis.pairs())], {
      axis: int(0),
    });
  }

  private once(key: string, make: () => string): string {
    const known = this.made.get(key) ?? make();
    this.made.set(key, known);
    return known;
  }
}

type Part = 're' | 'im' | '-re' | '-im';
/** (re + i·im) times a complex number given as (real, imaginary): the real and the imaginary part of the product. */
const LEFT: readonly (readonly Part[])[] = [
  ['re', '-im'],
  ['im', 're'],
];
/** The same as the real 2 × 2 matrix of the multiplication by the product: real, −imaginary, imaginary, real. */
const RIGHT: readonly (readonly Part[])[] = [
  ['re', '-im'],
  ['-im', '-re'],
  ['im', 're'],
  ['re', '-im'],
];

function reachOf(filters: readonly Filter2d[], length: number): Reach {
  const widest = Math.max(...filters.map((f) => f.sigma / Math.min(f.slant, 1)));
  const reach = Math.ceil(widest * Math.sqrt(-2 * Math.log(NEGLIGIBLE)));
  return 2 * reach + 1 < length ? { first: -reach, size: 2 * reach + 1 } : { first: 0, size: length };
}

/** The wavelets' values within reach, [filters, (c, rows), columns]. */
function patches(
  filters: readonly Filter2d[],
  { height, width }: FilterBank2d,
  rows: Reach,
  columns: Reach,
): Float32Array {
  const out = new Float32Array(filters.length * 2 * rows.size * columns.size);
  let at = 0;
  for (const filter of filters) {
    const { re, im } = filter.spatial();
    for (const part of [re, im]) {
      for (let i = 0; i < rows.size; i++) {
        const row = (rows.first + i + height) % height;
        for (let j = 0; j < columns.size; j++) out[at++] = part[row * width + ((columns.first + j + width) % width)];
      }
    }
  }
  return out;
}
