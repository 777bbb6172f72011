import type { ScatteringPath } from './scattering';

/**
 * Which coefficient a point of the disc shows: undefined outside, in the middle, and where there is no second order.
 */
export function pathAt(
  x: number,
  y: number,
  { J, L, order }: { J: number; L: number; order: 1 | 2 },
): Omit<ScatteringPath, 'order'> | undefined {
  const radius = Math.hypot(x, y);
  // Ring j holds the frequencies of scale j, an octave each: the finest outside.
  const j1 = Math.ceil(-Math.log2(radius)) - 1;
  if (!(radius < 1) || j1 < 0 || j1 >= J) return undefined;
  // The bank's angle t has theta = (floor(L − L/2 − 1) − t)·π/L from the row axis (down) towards the column axis
  // (right).
  const turn = Math.floor(L - L / 2 - 1) - (Math.atan2(x, y) * L) / Math.PI + 0.5;
  const along = ((turn % L) + L) % L;
  const t1 = Math.floor(along);
  if (order === 1) return { j1, t1, j2: -1, t2: -1 };
  // Within the sector: second scales from the outside in, second angles in the sense of the first.
  const scales = J - 1 - j1;
  if (scales === 0) return undefined;
  const inward = 2 - radius * 2 ** (j1 + 1);
  return { j1, t1, j2: j1 + 1 + Math.min(scales - 1, Math.floor(inward * scales)), t2: Math.floor((along - t1) * L) };
}
