import { gunzipSync } from 'node:zlib';
import type { NIFTI1, NIFTI2 } from 'nifti-reader-js';
import { ImageFault } from '../image-fault';
import { bytesOfKind, storedNumbers, type NumberKind } from '../stored-numbers';
import { lengthFault, type Volume, type VolumeFormat } from './volume';

/** Of a packed file: more than any volume that is read can need. */
const MOST_UNPACKED = 2 ** 31 - 1;
const RGB = 128;
/** Codes of the kinds of numbers. @see https://nifti.nimh.nih.gov/pub/dist/src/niftilib/nifti1.h */
const KINDS: ReadonlyMap<number, NumberKind> = new Map([
  [2, 'uint8'],
  [4, 'int16'],
  [8, 'int32'],
  [16, 'float32'],
  [64, 'float64'],
  [RGB, 'uint8'],
  [256, 'int8'],
  [512, 'uint16'],
  [768, 'uint32'],
  [1024, 'int64'],
  [1280, 'uint64'],
]);

const isPacked = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b;
const hasMagic = (bytes: Uint8Array, place: number): boolean =>
  /^n[i+][12]\0$/.test(Buffer.from(bytes.subarray(place, place + 4)).toString('latin1'));

/** Its numbers lie in an .img file beside it. */
const isPair = (bytes: Uint8Array): boolean =>
  [4, 344].some((place) => hasMagic(bytes, place) && bytes[place + 1] === 0x69);

/** NIfTI-1 and -2 in one file, packed or not. */
export const nifti: VolumeFormat = {
  id: 'nifti',
  label: 'NIfTI',
  recognises: (bytes) => isPacked(bytes) || hasMagic(bytes, 344) || hasMagic(bytes, 4),
  read: async (bytes) => volumeOf(isPacked(bytes) ? unpacked(bytes) : bytes),
};

function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ImageFault(
      isLarge ? `unpacked it has more than ${MOST_UNPACKED} bytes` : 'what it packs is damaged or cut short',
      { cause },
    );
  }
}

async function volumeOf(bytes: Buffer): Promise<Volume> {
  const header = await headerOf(bytes);
  const kind = KINDS.get(header.datatypeCode);
  if (!kind) throw new ImageFault(`its numbers are of the kind ${header.datatypeCode}, which is not read`);
  const [rank, ...lengths] = header.dims;
  const [width, height = 1, slices = 1, ...times] = lengths.slice(0, rank);
  const colours = header.datatypeCode === RGB ? 3 : 1;
  const series = times.reduce((a, b) => a * b, 1);
  const fault = rank >= 1 && rank <= 7 ? lengthFault([width, height, slices, ...times, colours]) : 'it states no axes';
  if (fault) throw new ImageFault(fault);
  const count = width * height * slices * series * colours;
  const place = header.vox_offset;
  if (!(place >= 0 && place + count * bytesOfKind(kind) <= bytes.length))
    throw new ImageFault(`it is cut short: it states ${[width, height, slices, ...times].join(' × ')} values`);
  const stored = storedNumbers(bytes, place, count, kind, header.littleEndian);
  // The format scales no colours.
  const values = colours === 1 ? scaled(stored, header) : byChannel(stored, colours);
  // A plane at several times is a clip; a volume at several times has them as channels.
  const isClip = slices === 1 && series > 1;
  const { cal_min: black, cal_max: white } = header;
  return {
    channels: colours * (isClip ? 1 : series),
    depth: isClip ? series : slices,
    height,
    width,
    values,
    levels: colours > 1 ? [0, 255] : white > black ? [black, white] : null,
  };
}

async function headerOf(bytes: Buffer): Promise<NIFTI1 | NIFTI2> {
  if (isPair(bytes)) throw new ImageFault('it is the header of a pair of files: save it as one .nii file');
  const { readHeader } = await import('nifti-reader-js');
  try {
    // The library reads from the beginning of a buffer.
    return readHeader(new Uint8Array(bytes.subarray(0, 1024)).buffer);
  } catch (cause) {
    throw new ImageFault('its header is damaged, or that of another kind of file', { cause });
  }
}

/** Values as their scale says; a slope of 0 says nothing. */
function scaled(values: Float32Array, { scl_slope: slope, scl_inter: shift }: NIFTI1 | NIFTI2): Float32Array {
  if (!Number.isFinite(slope) || slope === 0 || !Number.isFinite(shift)) return values;
  return values.map((value) => slope * value + shift);
}

/** Colours voxel by voxel as one volume after the other. */
function byChannel(values: Float32Array, channels: number): Float32Array {
  const size = values.length / channels;
  return Float32Array.from(values, (_, i) => values[(i % size) * channels + Math.floor(i / size)]);
}
