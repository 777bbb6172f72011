const CODES = new Map<string, readonly [code: number, bits: number]>([
  ['Uint8Array', [2, 8]],
  ['Int16Array', [4, 16]],
  ['Float32Array', [16, 32]],
  ['Uint16Array', [512, 16]],
]);

export interface NiftiFile {
  /** Fastest first: width, height, slices, times. */
  readonly lengths: readonly number[];
  readonly values: Uint8Array | Int16Array | Uint16Array | Float32Array;
  readonly slope?: number;
  readonly shift?: number;
  readonly bigEndian?: boolean;
  readonly limits?: readonly [number, number];
  /** Colours voxel by voxel. */
  readonly rgb?: boolean;
}

/** A NIfTI-1 file of exactly these values. */
export function niftiFile({
  lengths,
  values,
  slope = 1,
  shift = 0,
  bigEndian = false,
  limits,
  rgb,
}: NiftiFile): Buffer {
  const little = !bigEndian;
  const header = Buffer.alloc(352);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const [code, bits] = rgb ? [128, 24] : CODES.get(values.constructor.name)!;
  view.setInt32(0, 348, little);
  view.setInt16(40, lengths.length, little);
  for (let k = 0; k < 7; k++) view.setInt16(42 + 2 * k, lengths[k] ?? 1, little);
  view.setInt16(70, code, little);
  view.setInt16(72, bits, little);
  view.setFloat32(108, 352, little);
  view.setFloat32(112, slope, little);
  view.setFloat32(116, shift, little);
  if (limits) {
    view.setFloat32(124, limits[1], little);
    view.setFloat32(128, limits[0], little);
  }
  header.write('n+1\0', 344, 'latin1');
  const data = Buffer.from(values.slice().buffer);
  if (bigEndian && bits === 16) data.swap16();
  if (bigEndian && bits === 32) data.swap32();
  return Buffer.concat([header, data]);
}
