import { LensError } from '../../protocol/error';
import { IMAGE } from '../file/kind';
import { readFile } from '../file/reading';
import { readArray } from '../image/array';
import { readPalette, type PaletteImage } from '../image/palette';
import { readColours, readFirstBand } from '../image/pixels';
import { imageSize } from '../image/size';
import { isOfGrey } from './palette-mask';

/** The class of every pixel of an image. */
export interface LabelMap {
  readonly width: number;
  readonly height: number;
  /** Row by row. */
  readonly values: ArrayLike<number>;
}

/** No label map has so many pixels; they are held whole. */
const MOST_PIXELS = 2 ** 26;

/**
 * A label map at its own size: the indices of a PNG with a palette, the greys of any other image, or an array
 * [height, width].
 * @throws LensError for a file that cannot be read, and for one of colours, whose classes nothing tells
 */
export async function readLabelMap(path: string): Promise<LabelMap> {
  if (path.toLowerCase().endsWith('.npy')) return fromArray(path);
  const indexed = readPalette(readFile(path, IMAGE), path);
  if (indexed) return fromPalette(indexed);
  const [height, width] = await imageSize(path);
  if (height * width > MOST_PIXELS) throw refused(path, `it has ${width} × ${height} pixels, more than are read`);
  const sizing = { size: [height, width], fit: 'fill', kernel: 'nearest', resizeShorter: null } as const;
  const { values: colours } = await readColours(path, sizing);
  for (let at = 0; at < colours.length; at += 3)
    if (colours[at] !== colours[at + 1] || colours[at] !== colours[at + 2])
      throw refused(path, 'it has colours, and nothing says which class each stands for');
  return { width, height, values: await readFirstBand(path, sizing) };
}

function fromPalette({ width, height, indices, palette }: PaletteImage): LabelMap {
  const image = { width, height, indices, palette };
  const greys = new Set([...new Set(indices)].map((index) => palette[3 * index]));
  // Tools that save space replace greys by a palette of them: then the greys are the numbers.
  const isSaved = isOfGrey(image) && greys.size === new Set(indices).size;
  return { width, height, values: isSaved ? indices.map((index) => palette[3 * index]) : indices };
}

function fromArray(path: string): LabelMap {
  const { dims, data } = readArray(path);
  const sides = dims.filter((length, axis) => length !== 1 || axis >= dims.length - 2);
  if (sides.length !== 2) throw refused(path, `it is an array [${dims.join(', ')}], not [height, width]`);
  const values = Array.from(data as ArrayLike<number | bigint>, Number);
  if (!values.every((value) => Number.isInteger(value))) throw refused(path, 'it holds numbers that are not whole');
  return { width: sides[1], height: sides[0], values };
}

const refused = (where: string, what: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: `its label map cannot be used: ${what}`,
    where,
    next: 'Save it as a PNG of one channel whose values are the numbers of the classes',
  });
