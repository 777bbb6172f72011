/** An 8-bit image, 4 channels (RGBA), row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray | Uint8Array;
}

/** A volume, or an image of many bands, as it is seen: [channels, depth, height, width], from black (0) to white (255). */
export interface ByteVolume {
  readonly dims: readonly number[];
  readonly data: Uint8Array;
}

/**
 * A float map or signal as it crosses a process boundary: [channels, height, width], or [channels, length] for signals.
 */
export interface FloatMap {
  readonly dims: readonly number[];
  readonly data: Float32Array;
}
