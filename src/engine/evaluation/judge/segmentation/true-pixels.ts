import { LensError } from '../../../../protocol/error';
import { readLabelMap, type LabelMap } from '../../../dataset/label-map';
import type { Region } from '../../../dataset/dataset';
import { rasterise } from '../../../dataset/raster';
import { VOID } from './pixels';

/** Which class every pixel of an input has, by the numbers of one model. */
export type TruePixels =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'regions';
      readonly width: number;
      readonly height: number;
      /** Drawn one over the other; VOID counts nowhere. */
      readonly objects: readonly { readonly index: number; readonly region: Region }[];
      /** Of pixels in no object. */
      readonly elsewhere: number;
    };

/** The label map of an input. @throws LensError for a file that cannot be read, or values that are no classes */
export async function truePixels(truth: TruePixels, classes: number): Promise<LabelMap> {
  if (truth.kind === 'regions') return drawn(truth);
  const map = await readLabelMap(truth.path);
  const values = new Set(Array.from(map.values));
  // A mask of black and white is a label map of two classes, in which white would else count nowhere.
  if (classes === 2 && values.has(VOID) && [...values].every((value) => value === 0 || value === VOID))
    return { ...map, values: Uint8Array.from(map.values, (value) => (value === VOID ? 1 : 0)) };
  const unknown = [...values].find((value) => value !== VOID && !(value >= 0 && value < classes));
  if (unknown === undefined) return map;
  throw new LensError({
    code: 'invalid-argument',
    what: `its label map has the class ${unknown}, but the model has ${classes} classes`,
    where: truth.path,
    next: 'Give label maps of the classes of the model',
  });
}

/** Outlines are drawn at the size that the annotations tell, which may be any. */
const MOST_PIXELS = 2 ** 26;

function drawn({ width, height, objects, elsewhere }: TruePixels & { kind: 'regions' }): LabelMap {
  if (width * height > MOST_PIXELS)
    throw new LensError({
      code: 'invalid-argument',
      what: `its annotations say that it has ${width} × ${height} pixels, more than the ${MOST_PIXELS} that are drawn`,
      next: 'Correct them',
    });
  const values = new Uint16Array(width * height).fill(elsewhere);
  const rows = Array.from({ length: height }, (_, y) => y);
  const columns = Array.from({ length: width }, (_, x) => x);
  for (const { index, region } of objects) {
    const mask = new Uint8Array(values.length);
    rasterise(region, { rows, columns, width, height }, mask);
    for (let p = 0; p < values.length; p++) if (mask[p]) values[p] = index;
  }
  return { width, height, values };
}
