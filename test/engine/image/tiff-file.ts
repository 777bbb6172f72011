type Values =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export interface TiffFile {
  readonly width: number;
  readonly height: number;
  readonly bands?: number;
  /** 0: white is zero, 1: black is zero, 2: red, green and blue. */
  readonly photometric?: number;
  readonly extraSamples?: readonly number[];
  /** height × width × bands; each band by itself where they are separate. */
  readonly values: Values;
  readonly separate?: boolean;
  readonly bigEndian?: boolean;
  /** Further tags of 16 bits (3), 32 bits (4), floating-point numbers (11) or text (2). */
  readonly tags?: readonly (readonly [tag: number, type: 2 | 3 | 4 | 11, values: readonly number[] | string])[];
}

const SIZES = { 2: 1, 3: 2, 4: 4, 11: 4 } as const;
type Entry = readonly [tag: number, type: 2 | 3 | 4 | 11, values: readonly number[]];

/** An uncompressed TIFF of exactly these values, one strip (or one for each band). */
export function tiffFile(file: TiffFile): Buffer {
  const { width, height, bands = 1, photometric = bands === 3 ? 2 : 1, values, separate = false } = file;
  const bits = 8 * values.BYTES_PER_ELEMENT;
  const format = values.constructor.name.startsWith('Float') ? 3 : values.constructor.name.startsWith('Int') ? 2 : 1;
  const own = photometric === 2 ? 3 : 1;
  const extra = file.extraSamples ?? new Array<number>(Math.max(0, bands - own)).fill(0);
  const strips = separate ? bands : 1;
  const stripBytes = values.byteLength / strips;
  const codes = (text: string): number[] => [...Buffer.from(`${text}\0`)];
  const entries: Entry[] = [
    [256, 3, [width]],
    [257, 3, [height]],
    [258, 3, new Array<number>(bands).fill(bits)],
    [259, 3, [1]],
    [262, 3, [photometric]],
    [277, 3, [bands]],
    [278, 3, [height]],
    [279, 4, new Array<number>(strips).fill(stripBytes)],
    [284, 3, [separate ? 2 : 1]],
    [339, 3, new Array<number>(bands).fill(format)],
    ...(extra.length > 0 ? [[338, 3, extra] as Entry] : []),
    ...(file.tags ?? []).map(([tag, type, own]): Entry => [tag, type, typeof own === 'string' ? codes(own) : own]),
  ];
  const directory = 8;
  let free = directory + 2 + 12 * (entries.length + 1) + 4;
  const placed = entries.map(([tag, type, list]) => {
    const bytes = SIZES[type] * list.length;
    const place = bytes <= 4 ? null : free;
    if (place !== null) free += bytes + (bytes % 2);
    return { tag, type, list, place };
  });
  const offsets = Array.from({ length: strips }, (_, k) => k);
  const listOfStrips = free;
  const data = free + 4 * strips;
  placed.push({
    tag: 273,
    type: 4,
    list: offsets.map((k) => data + k * stripBytes),
    place: strips > 1 ? listOfStrips : null,
  });
  placed.sort((a, b) => a.tag - b.tag);
  return written({ file, placed, directory, data });
}

function written({
  file: { values, bigEndian = false },
  placed,
  directory,
  data,
}: {
  file: TiffFile;
  placed: readonly { tag: number; type: 2 | 3 | 4 | 11; list: readonly number[]; place: number | null }[];
  directory: number;
  data: number;
}): Buffer {
  const bytes = Buffer.alloc(data + values.byteLength);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !bigEndian;
  bytes.write(bigEndian ? 'MM' : 'II', 'latin1');
  view.setUint16(2, 42, little);
  view.setUint32(4, directory, little);
  view.setUint16(directory, placed.length, little);
  placed.forEach(({ tag, type, list, place }, k) => {
    const entry = directory + 2 + 12 * k;
    view.setUint16(entry, tag, little);
    view.setUint16(entry + 2, type, little);
    view.setUint32(entry + 4, list.length, little);
    if (place !== null) view.setUint32(entry + 8, place, little);
    list.forEach((value, i) => {
      const at = (place ?? entry + 8) + i * SIZES[type];
      if (type === 2) view.setUint8(at, value);
      else if (type === 3) view.setUint16(at, value, little);
      else if (type === 4) view.setUint32(at, value, little);
      else view.setFloat32(at, value, little);
    });
  });
  const raw = Buffer.from(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  const size = values.BYTES_PER_ELEMENT;
  if (bigEndian && size === 2) raw.swap16();
  if (bigEndian && size === 4) raw.swap32();
  if (bigEndian && size === 8) raw.swap64();
  raw.copy(bytes, data);
  return bytes;
}
