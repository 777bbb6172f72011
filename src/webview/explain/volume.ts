import type { DenseClasses } from '../../protocol/prediction';
import type { ByteVolume, FloatMap, Raster } from '../../protocol/raster';
import type { LabelMap } from '../draw/label-map';
import type { Plane } from '../draw/plane';
import {
  cutImage,
  cutLabels,
  cutPlane,
  extentOf,
  meanImage,
  projectedPlane,
  voxelPlane,
  type Axis,
  type Cut,
  type Extent,
} from '../draw/volume';
import { memo } from '../ui/memo';
import type { ExplainApp } from './app';
import type { VolumeView } from './volume-view';

type App = Pick<ExplainApp, 'document' | 'view'>;

/** The volume, or the bands, of the input; undefined of other inputs. */
export const volumeOf = ({ document: { prediction } }: App): ByteVolume | undefined => prediction?.input.volume;

/** The lengths of a volume of several slices; undefined of other inputs. */
export function extentShown(app: App): Extent | undefined {
  const volume = volumeOf(app);
  return volume && volume.dims[1] > 1 ? extentOf(volume) : undefined;
}

/** The shortest length of a volume that is seen in three planes by itself, as a share of its longest. */
const thick = 0.25;

/** Whether three planes of the volume are seen at once: by themselves not of clips and thin stacks. */
export function seesThree(app: App): boolean {
  const extent = extentShown(app);
  const { plane } = app.view.volume;
  return (
    extent !== undefined &&
    (plane === 'three' || (plane === null && Math.min(...extent) >= thick * Math.max(...extent)))
  );
}

/** The part of a volume, or of what lies on its positions, that a view shows. */
export function cutAt({ plane, at }: VolumeView, extent: readonly number[]): Cut {
  const axis = typeof plane === 'number' ? plane : 0;
  return { axis, index: Math.min(extent[axis] - 1, Math.floor(at[axis] * extent[axis])) };
}

/** The cut of a volume that is seen. */
export const cutOf = ({ view }: App, volume: ByteVolume): Cut => cutAt(view.volume, extentOf(volume));

/** The channels that are seen as red, green and blue. */
export function compositeOf({ document, view }: App, { dims: [channels] }: ByteVolume): readonly number[] {
  const told = document.recipe?.preprocessing?.composite?.map((band) => band - 1);
  const chosen = view.volume.composite ?? told ?? [0, 1, 2];
  return chosen.map((band) => (channels < 3 ? 0 : Math.min(band, channels - 1)));
}

/** The image that is seen: the input's own, or a cut through its volume; null where it has none. */
export function imageShown(app: App): Raster | null {
  const volume = volumeOf(app);
  if (!volume) return app.document.prediction?.input.image ?? null;
  const { axis, index } = cutOf(app, volume);
  const shown = compositeOf(app, volume).join();
  return app.view.volume.projected ? meanOf(volume, axis, shown) : cutImageOf(volume, axis, index, shown);
}

const cutImageOf = memo((volume: ByteVolume, axis: Axis, index: number, shown: string) =>
  cutImage(volume, { axis, index }, shown.split(',').map(Number)),
);
const meanOf = memo((volume: ByteVolume, axis: Axis, shown: string) =>
  meanImage(volume, axis, shown.split(',').map(Number)),
);

const voxels = new WeakMap<FloatMap, Plane>();
const planes = new WeakMap<FloatMap, Map<string, Plane>>();

/** All voxels of a map of a volume, over which its colours are scaled. */
export function wholePlane(map: FloatMap): Plane {
  const plane = voxels.get(map) ?? voxelPlane(map);
  voxels.set(map, plane);
  return plane;
}

/** What is seen of a map of a volume. */
export function planeShown({ view }: App, map: FloatMap): Plane {
  const extent = extentOf(map);
  const cut = cutAt(view.volume, extent);
  const { projected } = view.volume;
  const key = projected ? `${cut.axis}` : `${cut.axis} ${cut.index}`;
  const known = planes.get(map) ?? new Map<string, Plane>();
  planes.set(map, known);
  const whole = wholePlane(map);
  const plane = known.get(key) ?? (projected ? projectedPlane(whole, extent, cut.axis) : cutPlane(whole, extent, cut));
  known.set(key, plane);
  return plane;
}

/** The classes that are seen; null where a volume is seen as a whole. */
export function labelsShown({ view }: App, dense: DenseClasses): LabelMap | null {
  if (dense.depth === undefined) return dense;
  if (view.volume.projected) return null;
  const { axis, index } = cutAt(view.volume, [dense.depth, dense.height, dense.width]);
  return cutLabelsOf(dense, axis, index);
}

const cutLabelsOf = memo(({ depth = 1, height, width, classes }: DenseClasses, axis: Axis, index: number) =>
  cutLabels(classes, [depth, height, width], { axis, index }),
);
