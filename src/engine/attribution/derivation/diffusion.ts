import { GraphBuilder } from '../../graph/builder';
import { floats, sizeOf } from '../../tensor/tensor';

/**
 * Gaussian blur with mirrored edges as a diagonal in the cosine transform: coefficient (j, k) is multiplied by
 * exp(−σ²/2 · ((π j/H)² + (π k/W)²)). Any σ costs the same, and blurring twice adds the variances exactly.
 */

/** The damping of every coefficient, over the spatial dims. */
export function damping(dims: readonly number[], sigma: number): Float64Array {
  let factors = Float64Array.of(1);
  for (const length of dims) {
    const own = Float64Array.from({ length }, (_, k) => Math.exp(-0.5 * ((sigma * Math.PI * k) / length) ** 2));
    factors = Float64Array.from(
      { length: factors.length * length },
      (_, i) => factors[Math.floor(i / length)] * own[i % length],
    );
  }
  return factors;
}

/** The orthonormal DCT-II matrix [length, length], one coefficient per row. */
function cosines(length: number): Float32Array {
  return Float32Array.from({ length: length * length }, (_, i) => {
    const k = Math.floor(i / length);
    return Math.sqrt((k === 0 ? 1 : 2) / length) * Math.cos((Math.PI * ((i % length) + 0.5) * k) / length);
  });
}

/** The cosine transform and its inverse over the spatial axes of [N, C, H, W] or [N, C, L], as graph operators. */
export class CosineTransform {
  private readonly columns: string;
  private readonly columnsTurned: string;
  private readonly rows?: string;
  private readonly rowsTurned?: string;

  constructor(
    private readonly builder: GraphBuilder,
    dims: readonly number[],
  ) {
    const matrix = (length: number) => builder.constant(floats([length, length], cosines(length)), 'cosines');
    const turned = (tensor: string) => builder.op('Transpose', [tensor]);
    this.columns = matrix(dims[dims.length - 1]);
    this.columnsTurned = turned(this.columns);
    if (sizeOf(dims.slice(0, -1)) > 1) {
      this.rows = matrix(dims[0]);
      this.rowsTurned = turned(this.rows);
    }
  }

  forward(tensor: string): string {
    const along = this.builder.op('MatMul', [tensor, this.columnsTurned]);
    return this.rows ? this.builder.op('MatMul', [this.rows, along]) : along;
  }

  inverse(coefficients: string, output?: string): string {
    if (!this.rowsTurned) return this.builder.op('MatMul', [coefficients, this.columns], {}, output);
    return this.builder.op(
      'MatMul',
      [this.builder.op('MatMul', [this.rowsTurned, coefficients]), this.columns],
      {},
      output,
    );
  }
}
