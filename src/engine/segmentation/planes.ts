import type { FloatTensor } from '../tensor/tensor';
import { imageSize } from './segmenter';

/** An image as one float64 array per channel, row by row. */
export interface Planes {
  readonly height: number;
  readonly width: number;
  readonly channels: readonly Float64Array[];
}

/** The channels of a `[C, H, W]` image in double precision, as scikit-image computes them. */
export function planesOf(image: FloatTensor): Planes {
  const { channels, height, width } = imageSize(image);
  const size = height * width;
  const planes = Array.from({ length: channels }, (_, c) =>
    Float64Array.from(image.data.subarray(c * size, (c + 1) * size)),
  );
  return { height, width, channels: planes };
}

/** Minimum to 0 and maximum to 1 over all channels, so that distances do not depend on the image's range. */
export function stretched(planes: Planes): Planes {
  let low = Infinity;
  let high = -Infinity;
  for (const plane of planes.channels) {
    for (let i = 0; i < plane.length; i++) {
      low = Math.min(low, plane[i]);
      high = Math.max(high, plane[i]);
    }
  }
  return changed(planes, -low, 1, high - low || 1);
}

/** Every value times `factor`. */
export function scaled(planes: Planes, factor: number): Planes {
  return changed(planes, 0, factor, 1);
}

/** (value + shift) · factor / divisor. */
function changed(planes: Planes, shift: number, factor: number, divisor: number): Planes {
  const channels = planes.channels.map((plane) => {
    const result = new Float64Array(plane.length);
    for (let i = 0; i < result.length; i++) result[i] = ((plane[i] + shift) * factor) / divisor;
    return result;
  });
  return { ...planes, channels };
}

/** A grey image as three equal channels; a colour image as it is. */
export function coloured(planes: Planes): Planes {
  const [grey] = planes.channels;
  return planes.channels.length === 3 ? planes : { ...planes, channels: [grey, grey, grey] };
}
