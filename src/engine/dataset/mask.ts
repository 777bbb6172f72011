import { existsSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { LensError } from '../../protocol/error';
import type { CompleteRecipe } from '../../protocol/recipe';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import { staysInside } from '../file/workspace';
import { readArray } from '../image/array';
import { readPalette, type PaletteImage } from '../image/palette';
import { readFirstBand } from '../image/pixels';
import { readLabelMap } from './label-map';
import type { LeftOut, MaskSource } from './dataset';
import { sourceOf } from './geometry';
import { listing, type Listing } from './listing';
import { isOfGrey, objectOfPalette, VOID } from './palette-mask';
import { rasterise } from './raster';
import { isSoftEdged } from './soft-edge';

const JPEG = /\.jpe?g$/i;
const ENDING = /\.[^./]+$/;

/**
 * Finds the mask file that belongs to an input: `<image>.mask.png` beside it (with or without the image's own ending),
 * or the same path in a folder `masks` inside the set's folder, beside it, or inside any folder below. Folders are
 * listed once, not asked for every input.
 */
export function maskFiles({ root, masks }: Listing): MaskFiles {
  const paths = new Map<string, string>();
  const beside = join(dirname(root), 'masks');
  const { inputs, unusable } = listedBeside(beside);
  for (const name of inputs) paths.set(name.replace(ENDING, ''), join(beside, name));
  for (const name of masks)
    paths.set(name.replace(/(?<=^|\/)masks\/|\.mask(?=\.[^./]+$)/g, '').replace(ENDING, ''), join(root, name));
  return { of: (name) => paths.get(name) ?? paths.get(name.replace(ENDING, '')) ?? null, unusable };
}

export interface MaskFiles {
  /** The path of an input's mask, or null. */
  of(name: string): string | null;
  /** Folders beside the set that could not be read, and why. */
  readonly unusable: readonly LeftOut[];
}

function listedBeside(folder: string): Pick<Listing, 'inputs' | 'unusable'> {
  if (!existsSync(folder) || !staysInside(dirname(folder), folder)) return { inputs: [], unusable: [] };
  const named = (one: LeftOut): LeftOut => ({ ...one, name: posix.join('../masks', one.name) });
  try {
    const { inputs, unusable } = listing(folder);
    return { inputs, unusable: unusable.map(named) };
  } catch (thrown) {
    if (!(thrown instanceof LensError)) throw thrown;
    return { inputs: [], unusable: [named({ name: '', reason: thrown.what })] };
  }
}

/** The class an input is judged by, among how many. */
export interface Target {
  readonly label: number | null;
  readonly classes: number;
}

/**
 * The object mask of an input at the network's size, 0 or 1 per position, brought there exactly as the image is. A
 * image whose values are class indices is a label map and marks the object by its class, and so does one with a
 * palette of colours by the indices in it, unless these are a mask; any other marks it by its bright half, and so does
 * every JPEG, which keeps no value exactly.
 * @param size of the network's input: [height, width], or [length]
 * @param target the class whose pixels of a label map count, and how many classes there are
 * @throws LensError when the file cannot be read or does not fit
 */
export async function readMask(
  source: MaskSource,
  size: readonly number[],
  recipe: CompleteRecipe,
  target: Target,
): Promise<Uint8Array> {
  if (source.kind === 'regions') return fromRegions(source, size, recipe);
  if (source.kind === 'label-map') {
    const map = await readLabelMap(source.path);
    return resampled(
      Uint8Array.from(map.values, (value) => Number(value === target.label)),
      map,
      size,
      recipe,
    );
  }
  if (source.path.toLowerCase().endsWith('.npy')) return fromArray(source.path, size, target);
  const coloured = colouredIn(source.path);
  // What the indices are is told by all of them, before a crop takes some away and padding adds 0.
  if (coloured) return resampled(objectOfPalette(coloured, target.label), coloured, size, recipe);
  const values = await readFirstBand(source.path, { ...recipe, kernel: 'nearest' });
  return JPEG.test(source.path) || (isSoftEdged(values) && new Set(values).size > 2)
    ? brightHalf(values)
    : marked(values, target);
}

/** The object's pixels among values that are either class indices or brightness. */
export function marked(values: ArrayLike<number>, { label, classes }: Target): Uint8Array {
  if (label === null || !areClasses(new Set(Array.from(values)), classes)) return brightHalf(values);
  return Uint8Array.from(values, (v) => (v === label && v !== VOID ? 1 : 0));
}

/** More than two values, each a class or VOID; two with VOID only where the other is not the black of a mask. */
function areClasses(distinct: ReadonlySet<number>, classes: number): boolean {
  const isMap = distinct.size > 2 || (distinct.size === 2 && distinct.has(VOID) && !distinct.has(0));
  return isMap && [...distinct].every((v) => Number.isInteger(v) && (v < classes || v === VOID));
}

function brightHalf(values: ArrayLike<number>): Uint8Array {
  const brightest = Array.from(values).reduce((a, b) => Math.max(a, b), 0);
  return Uint8Array.from(values, (v) => (v > brightest / 2 ? 1 : 0));
}

function fromArray(path: string, size: readonly number[], target: Target): Uint8Array {
  const array = readArray(path);
  const dims = array.dims.filter((d) => d !== 1);
  if (dims.join() !== size.filter((d) => d !== 1).join()) {
    throw new LensError({
      code: 'wrong-shape',
      what: `the mask is [${array.dims.join(', ')}] but the input is [${size.join(', ')}]`,
      where: path,
      next: 'Save the mask at the size the model takes',
    });
  }
  return marked(Array.from(array.data as ArrayLike<number | bigint>, Number), target);
}

/** Each row is crossed with each corner: outlines of so many corners are drawn by no tool. */
const MOST_CORNERS = 1_000_000;

function fromRegions(
  { width, height, regions }: MaskSource & { kind: 'regions' },
  size: readonly number[],
  recipe: CompleteRecipe,
): Uint8Array {
  const corners = regions.reduce(
    (sum, region) =>
      sum + (region.kind === 'polygons' ? region.polygons.reduce((all, polygon) => all + polygon.length / 2, 0) : 0),
    0,
  );
  if (corners > MOST_CORNERS)
    throw new LensError({
      code: 'invalid-argument',
      what: `the outlines of its objects have ${corners} corners, more than the ${MOST_CORNERS} that are drawn`,
      next: 'Make them simpler',
    });
  const { ys, xs } = pixelsOf({ width, height }, size, recipe);
  const mask = new Uint8Array(ys.length * xs.length);
  for (const region of regions) rasterise(region, { rows: ys, columns: xs, width, height }, mask);
  return mask;
}

/** The rows and columns of an image at whose pixels the positions of the network's input have their centres. */
function pixelsOf(
  original: { readonly width: number; readonly height: number },
  [rows, columns]: readonly number[],
  recipe: CompleteRecipe,
): { ys: number[]; xs: number[] } {
  const { row, column } = sourceOf(recipe, original, { width: columns, height: rows });
  return {
    ys: Array.from({ length: rows }, (_, y) => Math.floor(row(y + 0.5))),
    xs: Array.from({ length: columns }, (_, x) => Math.floor(column(x + 0.5))),
  };
}

/** Values [height, width] at the network's size, each position taking the one at its centre; 0 outside. */
export function resampled(
  values: Uint8Array,
  { width, height }: { width: number; height: number },
  [rows, columns]: readonly number[],
  recipe: CompleteRecipe,
): Uint8Array {
  const { ys, xs } = pixelsOf({ width, height }, [rows, columns], recipe);
  return Uint8Array.from({ length: rows * columns }, (_, i) => {
    const [y, x] = [ys[Math.floor(i / columns)], xs[i % columns]];
    return y >= 0 && x >= 0 && y < height && x < width ? values[y * width + x] : 0;
  });
}

/** A PNG with a palette of colours; null for any other file. */
function colouredIn(path: string): PaletteImage | null {
  const image = existsSync(path) ? readPalette(readFile(path, IMAGE), path) : null;
  return image && !isOfGrey(image) ? image : null;
}
