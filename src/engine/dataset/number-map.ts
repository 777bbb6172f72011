import { LensError } from '../../protocol/error';
import { isArray, readArray } from '../image/array';
import type { Bands } from '../image/bands';
import { readBands } from '../image/pixels';

/** Numbers of every pixel of an image. */
export type NumberMap = Pick<Bands, 'width' | 'height' | 'values'>;

/**
 * Numbers of every pixel as a file has them: of an array [height, width], [count, height, width] or [height, width,
 * count], or the bands of an image, of which a further one is how opaque it is.
 * @param count numbers of a pixel
 * @throws LensError for a file that cannot be read, or one of other numbers
 */
export async function readNumberMap(path: string, count: number): Promise<NumberMap> {
  if (isArray(path)) return fromArray(path, count);
  const bands = await readBands(path);
  const colours = bands.count - (bands.hasAlpha ? 1 : 0);
  if (colours !== count) throw refused(path, `it has ${colours} bands`, count);
  const { width, height } = bands;
  if (colours === bands.count) return { width, height, values: bands.values };
  const values = Float32Array.from(
    { length: width * height * count },
    (_, at) => bands.values[Math.floor(at / count) * bands.count + (at % count)],
  );
  return { width, height, values };
}

function fromArray(path: string, count: number): NumberMap {
  const { dims, data } = readArray(path);
  const layout = layoutOf(dims.length === 4 && dims[0] === 1 ? dims.slice(1) : dims, count);
  if (!layout) throw refused(path, `it is an array [${dims.join(', ')}]`, count);
  const { width, height, isPlanar } = layout;
  const stored = Float32Array.from(data as ArrayLike<number | bigint>, Number);
  const pixels = width * height;
  const values = isPlanar ? stored.map((_, at) => stored[(at % count) * pixels + Math.floor(at / count)]) : stored;
  return { width, height, values };
}

function layoutOf({ length, 0: first, 1: second, 2: third }: readonly number[], count: number) {
  if (length < 2 || length > 3) return null;
  if (length === 2) return count === 1 ? { height: first, width: second, isPlanar: false } : null;
  if (first === count) return { height: second, width: third, isPlanar: true };
  return third === count ? { height: first, width: second, isPlanar: false } : null;
}

const refused = (where: string, what: string, count: number): LensError =>
  new LensError({
    code: 'wrong-shape',
    what: `its map of numbers cannot be used: ${what}, and the model has ${count} ${count === 1 ? 'number' : 'numbers'} for a pixel`,
    where,
    next: 'Give a map of as many numbers for each pixel, for example a .npy array',
  });
