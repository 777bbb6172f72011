import type { DataSet } from 'dicom-parser';
import { ImageFault } from '../image-fault';
import { decimals, TAG } from './data-set';

/** What the pixels of a DICOM file are. */
export interface DicomLayout {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly bands: 1 | 3;
  /** Colour after colour, not pixel after pixel. */
  readonly isPlanar: boolean;
  readonly bits: 8 | 16 | 32;
  /** Of these, as many hold the value. */
  readonly bitsStored: number;
  readonly isSigned: boolean;
  readonly isLittle: boolean;
  /** Packed as JPEG of eight bits. */
  readonly isJpeg: boolean;
  readonly isInverted: boolean;
  /** Stored numbers as the quantity they stand for, such as Hounsfield units. */
  readonly slope: number;
  readonly intercept: number;
  /** The values of black and white that a viewer begins with; of colours, all that can be stored. */
  readonly window: readonly [black: number, white: number] | null;
}

const [IMPLICIT, EXPLICIT, DEFLATED, BIG, JPEG] = [
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  '1.2.840.10008.1.2.2',
  '1.2.840.10008.1.2.4.50',
];
const READ = new Set([IMPLICIT, EXPLICIT, DEFLATED, BIG, JPEG]);
const GREY = new Set(['MONOCHROME1', 'MONOCHROME2']);
const COLOURS = new Set(['RGB', 'YBR_FULL', 'YBR_FULL_422']);

/** @throws ImageFault for pixels that are not read */
export function dicomLayout(data: DataSet): DicomLayout {
  const syntax = data.string(TAG.syntax) ?? IMPLICIT;
  if (!READ.has(syntax))
    throw new ImageFault(
      `its pixels are packed as ${syntax.slice(0, 64)}, which is not read: unpack it (gdcmconv --raw)`,
    );
  const [width, height] = [data.uint16(TAG.columns) ?? 0, data.uint16(TAG.rows) ?? 0];
  const frames = data.intString(TAG.frames) ?? 1;
  const [bits, samples] = [data.uint16(TAG.bitsAllocated) ?? 0, data.uint16(TAG.samples) ?? 1];
  const photometric = data.string(TAG.photometric) ?? 'MONOCHROME2';
  const isJpeg = syntax === JPEG;
  const stored = data.uint16(TAG.bitsStored) ?? bits;
  if (!(width >= 1 && height >= 1 && frames >= 1)) throw new ImageFault('it states no image');
  if (bits !== 8 && bits !== 16 && bits !== 32)
    throw new ImageFault(`its numbers have ${bits} bits; 8, 16 and 32 are read`);
  const bands = samples === 1 && GREY.has(photometric) ? 1 : samples === 3 && COLOURS.has(photometric) ? 3 : null;
  if (bands === null || (bands === 3 && photometric !== 'RGB' && !isJpeg))
    throw new ImageFault(`its colours are ${photometric.slice(0, 32)}, which is not read: save it as RGB or grey`);
  const { slope, intercept } = scaleOf(data);
  const bitsStored = stored >= 1 && stored <= bits ? stored : bits;
  return {
    width,
    height,
    frames,
    bands,
    isPlanar: data.uint16(TAG.planar) === 1,
    bits,
    bitsStored,
    isSigned: data.uint16(TAG.isSigned) === 1,
    isLittle: syntax !== BIG,
    isJpeg,
    isInverted: photometric === 'MONOCHROME1',
    slope,
    intercept,
    window: bands === 3 ? [0, 2 ** bitsStored - 1] : windowOf(data),
  };
}

function scaleOf(data: DataSet): { readonly slope: number; readonly intercept: number } {
  const [slope = 1] = decimals(data, TAG.slope);
  const [intercept = 0] = decimals(data, TAG.intercept);
  return Number.isFinite(slope) && slope !== 0 && Number.isFinite(intercept)
    ? { slope, intercept }
    : { slope: 1, intercept: 0 };
}

/** The first of those a file offers. */
function windowOf(data: DataSet): DicomLayout['window'] {
  const [centre = NaN] = decimals(data, TAG.windowCentre);
  const [width = NaN] = decimals(data, TAG.windowWidth);
  return width > 0 && Number.isFinite(centre) ? [centre - width / 2, centre + width / 2] : null;
}
