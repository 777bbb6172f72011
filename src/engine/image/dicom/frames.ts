import type { DataSet } from 'dicom-parser';
import { ImageFault } from '../image-fault';
import { sharp } from '../library';
import { bytesOfKind, storedNumbers, type NumberKind } from '../stored-numbers';
import { TAG } from './data-set';
import type { DicomLayout } from './layout';

/** Values of all frames, [frames, height, width, bands], as the quantity they stand for. @throws ImageFault */
export async function frameValues(data: DataSet, layout: DicomLayout): Promise<Float32Array> {
  const element = data.elements[TAG.pixels];
  if (!element) throw new ImageFault('it holds no pixels');
  const { slope, intercept } = layout;
  const values = layout.isJpeg ? await unpacked(data, layout) : stored(data, layout, element.dataOffset);
  if (slope === 1 && intercept === 0) return values;
  return values.map((value) => slope * value + intercept);
}

const kinds = (bits: number, isSigned: boolean): NumberKind => `${isSigned ? 'int' : 'uint'}${bits}` as NumberKind;

function stored({ byteArray }: DataSet, layout: DicomLayout, place: number): Float32Array {
  const { width, height, frames, bands, bits, bitsStored, isSigned, isLittle, isPlanar } = layout;
  const kind = kinds(bits, isSigned);
  const [area, count] = [width * height, width * height * frames * bands];
  if (place + count * bytesOfKind(kind) > byteArray.length)
    throw new ImageFault(`it is cut short: it states ${frames} × ${height} × ${width} pixels of ${bands} bands`);
  const all = storedNumbers(byteArray, place, count, kind, isLittle);
  // What lies above the value may be something else.
  const own = bitsStored === bits || bits === 32 ? all : all.map((value) => signedPart(value, bitsStored, isSigned));
  if (!isPlanar || bands === 1) return own;
  return own.map((_, i) => {
    const [frame, inside] = [Math.floor(i / (area * bands)), i % (area * bands)];
    return own[frame * area * bands + (inside % bands) * area + Math.floor(inside / bands)];
  });
}

function signedPart(value: number, bits: number, isSigned: boolean): number {
  const part = value & (2 ** bits - 1);
  return isSigned && part >= 2 ** (bits - 1) ? part - 2 ** bits : part;
}

async function unpacked(data: DataSet, { width, height, frames, bands }: DicomLayout): Promise<Float32Array> {
  const { readEncapsulatedImageFrame, readEncapsulatedPixelDataFromFragments } = await import('dicom-parser');
  const element = data.elements[TAG.pixels];
  const values = new Float32Array(frames * height * width * bands);
  try {
    for (let frame = 0; frame < frames; frame++) {
      // Without a table of frames, one alone may lie in several fragments, and of several each lies in its own.
      const fragments = frames === 1 ? element.fragments?.length : 1;
      const bytes = element.basicOffsetTable?.length
        ? readEncapsulatedImageFrame(data, element, frame)
        : readEncapsulatedPixelDataFromFragments(data, element, frame, fragments);
      const image = sharp(Buffer.from(bytes), { failOn: 'error' }).toColourspace(bands === 1 ? 'b-w' : 'srgb');
      const { data: raw, info } = await image.raw().toBuffer({ resolveWithObject: true });
      if (info.width !== width || info.height !== height || info.channels !== bands)
        throw new ImageFault('one of its frames is of another size than it states');
      values.set(raw, frame * height * width * bands);
    }
  } catch (cause) {
    if (cause instanceof ImageFault) throw cause;
    throw new ImageFault('one of its packed frames is damaged', { cause });
  }
  return values;
}
