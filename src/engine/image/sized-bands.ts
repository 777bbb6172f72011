import type { Bands } from './bands';
import { leavesBars } from './bars';
import { sharp } from './library';
import { sized, wideValues, type Sizing } from './sizing';

const WHITE = 65535;
/** White of a recipe's grey. */
const MOST_GREY = 255;

/**
 * Bands at the network's size, each resized by itself as images are; band after band, [count, height, width]. Values
 * keep their scale; what is padded is the recipe's grey.
 * @param white their value of white
 */
export async function sizedBands(image: Bands, sizing: Sizing, white = 0): Promise<Float32Array> {
  const [height, width] = sizing.size;
  const bars = ((sizing.pad ?? 0) / MOST_GREY) * white;
  const planes = new Float32Array(image.count * width * height);
  for (let band = 0; band < image.count; band++)
    planes.set(await sizedPlane(planeOf(image, band), image, sizing, bars), band * width * height);
  return planes;
}

function planeOf({ width, height, count, values }: Bands, band: number): Float32Array {
  return Float32Array.from({ length: width * height }, (_, p) => values[p * count + band]);
}

/**
 * Resizing is linear, so that values may be brought to 16 bits and back: exactly where they are such already.
 * @param bars the value of what is padded
 */
export async function sizedPlane(
  plane: Float32Array,
  { width, height }: Pick<Bands, 'width' | 'height'>,
  sizing: Sizing,
  bars = 0,
): Promise<Float32Array> {
  const [rows, columns] = sizing.size;
  if (width === columns && height === rows && sizing.resizeShorter === null) return plane;
  const { low, scale } = range(plane);
  const wide = Uint16Array.from(plane, (value) => Math.round((value - low) * scale));
  const isPadded = leavesBars(sizing.fit) && (low !== 0 || bars !== 0);
  const raw = (values: Uint16Array) => sharp(values, { raw: { width, height, channels: 1 } });
  const resized = async (values: Uint16Array): Promise<Uint16Array> => {
    const image = await sized(raw(values), sizing, 'ushort', [height, width]);
    return wideValues(await image.toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer());
  };
  const result = Float32Array.from(await resized(wide), (value) => value / scale + low);
  if (!isPadded) return result;
  // What lies beside the image is not what these 16 bits begin with.
  const inside = await resized(new Uint16Array(wide.length).fill(WHITE));
  return result.map((value, i) => (inside[i] === 0 ? bars : value));
}

/**
 * What the 16 bits stand for: the values themselves where they are whole, else twice the range that occurs, since cubic
 * interpolation goes beyond it.
 */
function range(plane: Float32Array): { low: number; scale: number } {
  if (plane.every((value) => value >= 0 && value <= WHITE && Number.isInteger(value))) return { low: 0, scale: 1 };
  const low = plane.reduce((a, b) => Math.min(a, b), 0);
  const high = plane.reduce((a, b) => Math.max(a, b), 0);
  return { low: low - (high - low) / 2, scale: high > low ? WHITE / (2 * (high - low)) : 1 };
}
