/** An image as it is stored: any number of bands, values of any size. */
export interface Bands {
  readonly width: number;
  readonly height: number;
  readonly count: number;
  /** height × width × count. */
  readonly values: Float32Array;
  /** The value of white; black is 0. Null where nothing says it. */
  readonly white: number | null;
  /** The last band is how opaque a pixel is, from 0 to white. */
  readonly hasAlpha: boolean;
}

/** The same where the value of white is known. */
export interface ScaledBands extends Bands {
  readonly white: number;
}

/** Grey or colours without their last band, as they look before white. */
export function flattened({ width, height, count, values, white }: ScaledBands): ScaledBands {
  const own = count - 1;
  const flat = new Float32Array(width * height * own);
  for (let p = 0; p < width * height; p++) {
    const opacity = values[p * count + own] / white;
    for (let b = 0; b < own; b++) flat[p * own + b] = white + opacity * (values[p * count + b] - white);
  }
  return { width, height, count: own, values: flat, white, hasAlpha: false };
}

/**
 * An image turned upright.
 * @param orientation as EXIF and TIFF number it: 2, 4, 5 and 7 are mirrored, from 5 on rows and columns change places
 */
export function upright(image: Bands, orientation: number): Bands {
  if (!(orientation >= 2 && orientation <= 8)) return image;
  const { width, height, count, values } = image;
  const swaps = orientation >= 5;
  const [w, h] = swaps ? [height, width] : [width, height];
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const turned = new Float32Array(values.length);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      // Where the pixel stands in the file.
      const [column, row] = swaps ? [y, x] : [x, y];
      const from = (fromBottom ? height - 1 - row : row) * width + (fromRight ? width - 1 - column : column);
      turned.set(values.subarray(from * count, (from + 1) * count), (y * w + x) * count);
    }
  }
  return { ...image, width: w, height: h, values: turned };
}
