import type { ByteVolume, FloatMap, Raster } from '../../protocol/raster';
import type { Plane } from './plane';

/** The axis that one looks along: depth, height or width. */
export type Axis = 0 | 1 | 2;
export const AXES: readonly Axis[] = [0, 1, 2];

export type Extent = readonly [depth: number, height: number, width: number];

/** Which cut of a volume is seen. */
export interface Cut {
  readonly axis: Axis;
  readonly index: number;
}

const shapeOf = (extent: Extent, axis: Axis): readonly [rows: number, columns: number] => {
  const [rows, columns] = extent.filter((_, k) => k !== axis);
  return [rows, columns];
};

const stridesOf = ([, height, width]: Extent): Extent => [height * width, width, 1];

/** Calls `at` with every place of a cut and where its voxel lies. */
function eachPlace(extent: Extent, { axis, index }: Cut, at: (place: number, voxel: number) => void): void {
  const [rows, columns] = shapeOf(extent, axis);
  const strides = stridesOf(extent);
  const [down, across] = strides.filter((_, k) => k !== axis);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) at(y * columns + x, index * strides[axis] + y * down + x * across);
}

/** The extent of a volume, [channels, depth, height, width]. */
export const extentOf = ({ dims }: Pick<FloatMap, 'dims'>): Extent => [dims[1], dims[2], dims[3]];

/** A cut through a volume, three of its channels as red, green and blue. */
export function cutImage(volume: ByteVolume, cut: Cut, shown: readonly number[]): Raster {
  const extent = extentOf(volume);
  const size = extent[0] * extent[1] * extent[2];
  const [height, width] = shapeOf(extent, cut.axis);
  const rgba = new Uint8ClampedArray(4 * height * width).fill(255);
  eachPlace(extent, cut, (place, voxel) => {
    for (let c = 0; c < 3; c++) rgba[4 * place + c] = volume.data[shown[c] * size + voxel];
  });
  return { width, height, rgba };
}

/** The mean of all cuts along an axis. */
export function meanImage(volume: ByteVolume, axis: Axis, shown: readonly number[]): Raster {
  const count = extentOf(volume)[axis];
  const sums = Array.from({ length: count }, (_, index) => cutImage(volume, { axis, index }, shown));
  const total = new Float32Array(sums[0].rgba.length);
  for (const { rgba } of sums) for (let i = 0; i < rgba.length; i++) total[i] += rgba[i];
  return { ...sums[0], rgba: Uint8ClampedArray.from(total, (sum) => sum / count) };
}

/** All voxels of a map of a volume as one plane, its channels added. */
export function voxelPlane(map: FloatMap): Plane {
  const [depth, height, width] = extentOf(map);
  const size = depth * height * width;
  if (map.data.length === size) return { width, height: depth * height, values: map.data };
  const values = new Float32Array(size);
  for (let i = 0; i < map.data.length; i++) values[i % size] += map.data[i];
  return { width, height: depth * height, values };
}

/** A cut through the voxels of a map. */
export function cutPlane({ values }: Plane, extent: Extent, cut: Cut): Plane {
  const [height, width] = shapeOf(extent, cut.axis);
  const plane = new Float32Array(height * width);
  eachPlace(extent, cut, (place, voxel) => (plane[place] = values[voxel]));
  return { width, height, values: plane };
}

/** The voxels of a volume with other ones in a cut. */
export function withCut(voxels: Float32Array, extent: Extent, cut: Cut, values: Float32Array): Float32Array {
  const changed = voxels.slice();
  eachPlace(extent, cut, (place, voxel) => (changed[voxel] = values[place]));
  return changed;
}

/** A map seen along an axis: at every place the value of the largest size. */
export function projectedPlane({ values }: Plane, extent: Extent, axis: Axis): Plane {
  const [height, width] = shapeOf(extent, axis);
  const plane = new Float32Array(height * width);
  for (let index = 0; index < extent[axis]; index++)
    eachPlace(extent, { axis, index }, (place, voxel) => {
      if (Math.abs(values[voxel]) > Math.abs(plane[place])) plane[place] = values[voxel];
    });
  return { width, height, values: plane };
}

/** The classes in a cut through a volume of them. */
export function cutLabels(classes: Uint16Array, extent: Extent, cut: Cut) {
  const [height, width] = shapeOf(extent, cut.axis);
  const labels = new Uint16Array(height * width);
  eachPlace(extent, cut, (place, voxel) => (labels[place] = classes[voxel]));
  return { height, width, classes: labels };
}
