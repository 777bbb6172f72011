import type { DenseClasses } from '../../protocol/explain';
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
} from '../draw/volume';
import { memo } from '../ui/memo';
import type { ExplainApp } from './app';
import type { VolumeView } from './volume-view';

type App = Pick<ExplainApp, 'document' | 'view'>;

/** The volume, or the bands, of the input; undefined of other inputs. */
export const volumeOf = ({ document: { prediction } }: App): ByteVolume | undefined => prediction?.input.volume;

const cutAt = ({ axis, place }: VolumeView, extent: readonly number[]): Cut => ({
  axis,
  index: Math.min(extent[axis] - 1, Math.floor(place * extent[axis])),
});

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
