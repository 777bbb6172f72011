import { floats, type FloatTensor } from '../../tensor/tensor';

/** Which segments are kept: one 0/1 value per segment. */
export type Coalition = Uint8Array;

/** Coalition number `index`: segment s is kept where bit s is 1. */
export function coalitionOf(index: number, segments: number): Coalition {
  return Uint8Array.from({ length: segments }, (_, s) => (index >> s) & 1);
}

/** Rows of a stored table `[N, S]`. */
export function rowsOf(table: {
  readonly dims: readonly number[];
  readonly data: ArrayLike<number | bigint>;
}): Coalition[] {
  const [count, segments] = table.dims;
  return Array.from({ length: count }, (_, n) =>
    Uint8Array.from({ length: segments }, (_, s) => Number(table.data[n * segments + s])),
  );
}

/** Rows as the float table that crosses into the graph. */
export function tableOf(rows: readonly ArrayLike<number>[]): FloatTensor {
  const segments = rows[0].length;
  const table = floats([rows.length, segments]);
  rows.forEach((row, n) => table.data.set(row, n * segments));
  return table;
}

export const sizeOfCoalition = (row: ArrayLike<number>): number => {
  let size = 0;
  for (let s = 0; s < row.length; s++) size += row[s];
  return size;
};
