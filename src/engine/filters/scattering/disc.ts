import type { Raster } from '../../../protocol/raster';
import type { ScatteringPath } from '../../../protocol/scattering';
import { pathAt } from '../../../protocol/scattering-disc';
import { blank, colored } from '../../image/sheet';

/**
 * The polar display of scattering coefficients: frequency outwards, orientation around, both ends of a direction alike
 * (Bruna and Mallat, IEEE TPAMI 35, 2013).
 * @param means one value per path
 * @returns the disc, with grey where nothing is measured
 */
export function scatteringDisc(
  paths: readonly ScatteringPath[],
  means: Float32Array,
  options: { J: number; L: number; order: 1 | 2; side: number; peak: number },
): Raster {
  const { side, peak, J, L, order } = options;
  const keyOf = ({ j1, t1, j2, t2 }: Omit<ScatteringPath, 'order'>): number =>
    ((j1 * L + t1) * (J + 1) + j2 + 1) * (L + 1) + t2 + 1;
  const values = new Map(paths.flatMap((path, k) => (path.order === order ? [[keyOf(path), means[k]] as const] : [])));
  const raster = blank(side, side);
  const plane = new Float64Array(side * side);
  const kind = new Uint8Array(side * side);
  for (let i = 0; i < side * side; i++) {
    const [x, y] = [((i % side) + 0.5) / (side / 2) - 1, (Math.floor(i / side) + 0.5) / (side / 2) - 1];
    const path = pathAt(x, y, { J, L, order });
    const value = path && values.get(keyOf(path));
    kind[i] = value !== undefined ? 2 : Math.hypot(x, y) < 1 ? 1 : 0;
    plane[i] = value ?? 0;
  }
  const colors = colored(plane, side, side, 'viridis', [0, peak]);
  for (let i = 0; i < side * side; i++) {
    if (kind[i] === 2) raster.rgba.set(colors.rgba.subarray(4 * i, 4 * i + 3), 4 * i);
    else if (kind[i] === 1) raster.rgba.fill(210, 4 * i, 4 * i + 3);
  }
  return raster;
}
