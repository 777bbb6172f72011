import { inflateRawSync } from 'node:zlib';
import type { DataSet } from 'dicom-parser';
import { ImageFault } from '../image-fault';

/** Tags that are used. @see https://dicom.nema.org/medical/dicom/current/output/chtml/part06/chapter_6.html */
export const TAG = Object.freeze({
  syntax: 'x00020010',
  series: 'x0020000e',
  instance: 'x00200013',
  position: 'x00200032',
  orientation: 'x00200037',
  samples: 'x00280002',
  photometric: 'x00280004',
  planar: 'x00280006',
  frames: 'x00280008',
  rows: 'x00280010',
  columns: 'x00280011',
  bitsAllocated: 'x00280100',
  bitsStored: 'x00280101',
  isSigned: 'x00280103',
  windowCentre: 'x00281050',
  windowWidth: 'x00281051',
  intercept: 'x00281052',
  slope: 'x00281053',
  pixels: 'x7fe00010',
});

const PREAMBLE = 128;
/** What tells a DICOM file. */
export const DICOM_HEAD = PREAMBLE + 4;
const MOST_UNPACKED = 2 ** 30;

/** DICOM files as they are exchanged: with a preamble. */
export const isDicom = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(PREAMBLE, PREAMBLE + 4)).toString('latin1') === 'DICM';

/** What a file says of its pixels. @param untilPixels nothing behind them is looked at @throws ImageFault */
export async function dataSetOf(bytes: Buffer, untilPixels = false): Promise<DataSet> {
  const { parseDicom } = await import('dicom-parser');
  try {
    return parseDicom(bytes, { inflater: inflated, ...(untilPixels && { untilTag: TAG.pixels }) });
  } catch (cause) {
    throw new ImageFault('its data elements are damaged or cut short', { cause });
  }
}

/** The whole of a file whose data set is packed from a place on. */
function inflated(bytes: Uint8Array, place: number): Buffer {
  const unpacked = inflateRawSync(bytes.subarray(place), { maxOutputLength: MOST_UNPACKED });
  return Buffer.concat([bytes.subarray(0, place), unpacked]);
}

/** Numbers that are written as text, such as a position; none where the element is missing. */
export function decimals(data: DataSet, tag: string): number[] {
  const text = data.string(tag);
  return text === undefined ? [] : text.split('\\').map(Number);
}
