export interface DicomFile {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array | Int16Array | Uint16Array;
  readonly frames?: number;
  readonly samples?: number;
  readonly photometric?: string;
  readonly series?: string;
  readonly instance?: number;
  readonly position?: readonly number[];
  readonly slope?: number;
  readonly intercept?: number;
  readonly window?: readonly [centre: number, width: number];
  readonly syntax?: string;
  readonly bitsStored?: number;
  /** In place of the values: packed frames. */
  readonly packed?: readonly Uint8Array[];
}

const LONG = new Set(['OB', 'OW', 'SQ', 'UN']);

/** An explicit little-endian DICOM file of exactly these values. */
export function dicomFile(file: DicomFile): Buffer {
  const { width, height, values, frames = 1, samples = 1, photometric = 'MONOCHROME2', packed } = file;
  const bits = 8 * values.BYTES_PER_ELEMENT;
  const text = (group: number, element: number, vr: string, value: string): Buffer => {
    const even = value.length % 2 === 0 ? value : `${value}${vr === 'UI' ? '\0' : ' '}`;
    return elementOf(group, element, vr, Buffer.from(even, 'latin1'));
  };
  const short = (group: number, element: number, value: number): Buffer => {
    const bytes = Buffer.alloc(2);
    bytes.writeUInt16LE(value);
    return elementOf(group, element, 'US', bytes);
  };
  const { syntax = packed ? '1.2.840.10008.1.2.4.50' : '1.2.840.10008.1.2.1', series = '1.2.3' } = file;
  const meta = text(2, 0x10, 'UI', syntax);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const data = Buffer.from(values.slice().buffer);
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    elementOf(2, 0, 'UL', length),
    meta,
    text(0x20, 0x0e, 'UI', series),
    ...(file.instance === undefined ? [] : [text(0x20, 0x13, 'IS', String(file.instance))]),
    ...(file.position
      ? [text(0x20, 0x32, 'DS', file.position.join('\\')), text(0x20, 0x37, 'DS', '1\\0\\0\\0\\1\\0')]
      : []),
    short(0x28, 2, samples),
    text(0x28, 4, 'CS', photometric),
    ...(samples > 1 ? [short(0x28, 6, 0)] : []),
    ...(frames > 1 ? [text(0x28, 8, 'IS', String(frames))] : []),
    short(0x28, 0x10, height),
    short(0x28, 0x11, width),
    short(0x28, 0x100, bits),
    short(0x28, 0x101, file.bitsStored ?? bits),
    short(0x28, 0x103, values instanceof Int16Array ? 1 : 0),
    ...(file.window
      ? [text(0x28, 0x1050, 'DS', String(file.window[0])), text(0x28, 0x1051, 'DS', String(file.window[1]))]
      : []),
    ...(file.slope === undefined
      ? []
      : [text(0x28, 0x1052, 'DS', String(file.intercept ?? 0)), text(0x28, 0x1053, 'DS', String(file.slope))]),
    packed
      ? packedPixels(packed)
      : elementOf(
          0x7fe0,
          0x10,
          bits === 8 ? 'OB' : 'OW',
          data.length % 2 ? Buffer.concat([data, Buffer.alloc(1)]) : data,
        ),
  ]);
}

function elementOf(group: number, element: number, vr: string, value: Buffer, length = value.length): Buffer {
  const head = Buffer.alloc(LONG.has(vr) ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(element, 2);
  head.write(vr, 4, 'latin1');
  if (LONG.has(vr)) head.writeUInt32LE(length, 8);
  else head.writeUInt16LE(length, 6);
  return Buffer.concat([head, value]);
}

function packedPixels(frames: readonly Uint8Array[]): Buffer {
  const item = (element: number, value: Uint8Array): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(0xfffe, 0);
    head.writeUInt16LE(element, 2);
    head.writeUInt32LE(value.length + (value.length % 2), 4);
    return Buffer.concat([head, value, Buffer.alloc(value.length % 2)]);
  };
  const items = [
    item(0xe000, new Uint8Array(0)),
    ...frames.map((frame) => item(0xe000, frame)),
    item(0xe0dd, new Uint8Array(0)),
  ];
  return elementOf(0x7fe0, 0x10, 'OB', Buffer.concat(items), 0xffffffff);
}
