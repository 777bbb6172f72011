import type { ScaledBands } from '../bands';
import { ImageFault } from '../image-fault';
import { levelsOfValues, type GivenLevels } from '../levels';
import { dataSetOf } from './data-set';
import { frameValues } from './frames';
import { dicomLayout } from './layout';

export { isDicom } from './data-set';

/** Height and width of the images of a DICOM file. @throws ImageFault */
export async function dicomSize(bytes: Buffer): Promise<[height: number, width: number]> {
  const { height, width } = dicomLayout(await dataSetOf(bytes));
  return [height, width];
}

/** The one image of a DICOM file, black in 0: of inverted ones large values are bright here, too. @throws ImageFault */
export async function readDicomImage(bytes: Buffer, given: GivenLevels = {}): Promise<ScaledBands> {
  const data = await dataSetOf(bytes);
  const layout = dicomLayout(data);
  if (layout.frames > 1) throw new ImageFault(`it holds ${layout.frames} images, and the model takes one`);
  const values = await frameValues(data, layout);
  const [black, white] = levelsOfValues(values, layout.window, given);
  const span = white - black;
  const { width, height, bands: count, isInverted } = layout;
  const shown = values.map((value) => {
    const light = Math.min(span, Math.max(0, value - black));
    return isInverted ? span - light : light;
  });
  return { width, height, count, values: shown, white: span, hasAlpha: false };
}
