import type { Viewport } from '../draw/viewport';
import type { Matrix } from './matrix';

/** What was taken for what. */
export interface Confused {
  readonly names: readonly string[];
  /** Counts, one row per true class, one column per predicted class. */
  readonly counts: readonly (readonly number[])[];
}

/** The matrix as the drawing wants it. */
export class CountedMatrix implements Matrix {
  readonly names: readonly string[];
  readonly size: number;
  readonly counts: Int32Array;
  readonly support: Int32Array;

  constructor({ names, counts }: Confused) {
    this.names = names;
    this.size = names.length;
    this.counts = Int32Array.from(counts.flat());
    this.support = Int32Array.from(counts, (row) => row.reduce((sum, count) => sum + count, 0));
  }

  confused(most: number): { row: number; column: number; count: number }[] {
    const { counts, size } = this;
    const wrong: { row: number; column: number; count: number }[] = [];
    for (let i = 0; i < counts.length; i++)
      if (counts[i] > 0 && Math.floor(i / size) !== i % size)
        wrong.push({ row: Math.floor(i / size), column: i % size, count: counts[i] });
    return wrong.sort((a, b) => b.count - a.count).slice(0, most);
  }

  cellAt(
    canvas: HTMLCanvasElement,
    { clientX, clientY }: MouseEvent,
    viewport: Viewport,
  ): { row: number; column: number } | null {
    const box = canvas.getBoundingClientRect();
    const { u, v } = viewport.toImage((clientX - box.left) / box.width, (clientY - box.top) / box.height);
    const [row, column] = [Math.floor(v * this.size), Math.floor(u * this.size)];
    return row >= 0 && column >= 0 && row < this.size && column < this.size ? { row, column } : null;
  }
}
