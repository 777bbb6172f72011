import type { Coalition } from './coalitions';

/** A block of the grid: rows top … bottom, columns left … right, ends excluded. */
export interface Block {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** A block that may still be split, in one context. */
interface Item {
  readonly block: Block;
  /** Cells shown outside the block. */
  readonly context: Coalition;
  /** Score without and with the block, in this context. */
  readonly without: number;
  readonly within: number;
  /** Share of the orders of the hierarchy that this context stands for. */
  readonly weight: number;
}

/** Items opened at once: fixed, so that the result does not depend on the batch size. */
const AT_ONCE = 16;

const gain = ({ within, without, weight }: Item): number => weight * (within - without);
const cellsIn = ({ top, bottom, left, right }: Block): number => (bottom - top) * (right - left);

/** The halves of a block, cut across its longer side. */
export function halves({ top, bottom, left, right }: Block): [Block, Block] {
  if (right - left >= bottom - top) {
    const middle = Math.floor((left + right) / 2);
    return [
      { top, bottom, left, right: middle },
      { top, bottom, left: middle, right },
    ];
  }
  const middle = Math.floor((top + bottom) / 2);
  return [
    { top, bottom: middle, left, right },
    { top: middle, bottom, left, right },
  ];
}

/**
 * Owen values of the cells of a grid under repeated halving: a block's share is split between its halves as their
 * Shapley values, with the other half hidden and shown. Blocks of largest share are opened first; what is left when the
 * budget ends is spread evenly over the block, so that the values always sum to the difference of the two ends.
 * @see Owen 1977, Values of games with a priori unions; SHAP's partition explainer
 */
export class OwenValues {
  private open: Item[];
  private readonly settled: Float64Array;

  constructor(
    private readonly rows: number,
    private readonly columns: number,
    none: number,
    all: number,
  ) {
    this.settled = new Float64Array(rows * columns);
    this.open = [];
    this.add({
      block: { top: 0, bottom: rows, left: 0, right: columns },
      context: new Uint8Array(rows * columns),
      without: none,
      within: all,
      weight: 1,
    });
  }

  /** Whether all blocks are single cells. */
  get complete(): boolean {
    return this.open.length === 0;
  }

  /** Opens the blocks of largest share; `score` is asked for two coalitions per block. */
  async refine(score: (rows: readonly Coalition[]) => Promise<Float64Array>, budget: number): Promise<number> {
    this.open.sort((a, b) => Math.abs(gain(b)) - Math.abs(gain(a)));
    const chosen = this.open.slice(0, Math.min(AT_ONCE, Math.floor(budget / 2)));
    if (chosen.length === 0) return 0;
    const parts = chosen.map(({ block }) => halves(block));
    const rows = chosen.flatMap(({ context }, k) => parts[k].map((half) => this.shown(context, half)));
    const scores = await score(rows);
    this.open = this.open.slice(chosen.length);
    chosen.forEach(({ context, without, within, weight }, k) => {
      const [first, second] = parts[k];
      const [withFirst, withSecond] = [scores[2 * k], scores[2 * k + 1]];
      const half = weight / 2;
      this.add({ block: first, context, without, within: withFirst, weight: half });
      this.add({ block: first, context: rows[2 * k + 1], without: withSecond, within, weight: half });
      this.add({ block: second, context, without, within: withSecond, weight: half });
      this.add({ block: second, context: rows[2 * k], without: withFirst, within, weight: half });
    });
    return rows.length;
  }

  /** The value of every cell as far as the blocks have been opened. */
  values(): Float64Array {
    const values = this.settled.slice();
    for (const item of this.open) {
      const each = gain(item) / cellsIn(item.block);
      this.visit(item.block, (cell) => (values[cell] += each));
    }
    return values;
  }

  private add(item: Item): void {
    if (cellsIn(item.block) > 1) this.open.push(item);
    else this.settled[item.block.top * this.columns + item.block.left] += gain(item);
  }

  private shown(context: Coalition, block: Block): Coalition {
    const row = context.slice();
    this.visit(block, (cell) => (row[cell] = 1));
    return row;
  }

  private visit({ top, bottom, left, right }: Block, each: (cell: number) => void): void {
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) each(y * this.columns + x);
  }
}
