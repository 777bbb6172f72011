import { IMAGE } from '../../file/kind';
import { readFile } from '../../file/reading';
import { isDicom } from '../dicom';
import { dataSetOf } from '../dicom/data-set';
import { frameValues } from '../dicom/frames';
import { dicomLayout, type DicomLayout } from '../dicom/layout';
import { seriesOf } from '../dicom/series';
import { ImageFault } from '../image-fault';
import { lengthFault, type Volume, type VolumeFormat } from './volume';

/** DICOM: the frames of one file, or the slices of its series, which lie beside it. */
export const dicomSeries: VolumeFormat = {
  id: 'dicom',
  label: 'DICOM series',
  recognises: isDicom,
  read: async (bytes, path) => {
    const own = await framesOf(bytes);
    if (own.layout.frames > 1) return volumeOf([own]);
    return seriesVolume(await seriesOf(path));
  },
};

/**
 * The volume of the files of a series, in this order, each of one frame or several.
 * @param most values that are read
 * @throws ImageFault
 */
export async function seriesVolume(paths: readonly string[], most?: number): Promise<Volume> {
  const slices: Frames[] = [];
  let depth = 0;
  for (const [k, path] of paths.entries()) {
    const slice = await framesOf(readFile(path, IMAGE));
    const { frames, width, height, bands } = slice.layout;
    depth += frames;
    const fault = lengthFault([depth + paths.length - k - 1, height, width, bands], most);
    if (fault) throw new ImageFault(fault);
    slices.push(slice);
  }
  return volumeOf(slices);
}

interface Frames {
  readonly layout: DicomLayout;
  /** [frames, height, width, bands]. */
  readonly values: Float32Array;
}

async function framesOf(bytes: Buffer): Promise<Frames> {
  const data = await dataSetOf(bytes);
  const layout = dicomLayout(data);
  const fault = lengthFault([layout.frames, layout.height, layout.width, layout.bands]);
  if (fault) throw new ImageFault(fault);
  return { layout, values: await frameValues(data, layout) };
}

function volumeOf(slices: readonly Frames[]): Volume {
  const [{ layout }] = slices;
  const { width, height, bands, window, isInverted } = layout;
  if (slices.some((one) => one.layout.width !== width || one.layout.height !== height || one.layout.bands !== bands))
    throw new ImageFault('the slices of its series are of different sizes');
  const area = width * height;
  const depth = slices.reduce((sum, { layout: { frames } }) => sum + frames, 0);
  const values = new Float32Array(bands * depth * area);
  let slice = 0;
  for (const one of slices) {
    for (let frame = 0; frame < one.layout.frames; frame++, slice++)
      for (let i = 0; i < area * bands; i++)
        values[((i % bands) * depth + slice) * area + Math.floor(i / bands)] = one.values[frame * area * bands + i];
  }
  return { channels: bands, depth, height, width, values, levels: window, isInverted };
}
