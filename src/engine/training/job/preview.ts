import type { ContactSheet, TrainingRequest } from '../../../protocol/training';
import { LensError } from '../../../protocol/error';
import type { Sample } from '../../dataset/dataset';
import { openDataset } from '../../dataset/opening';
import { isArray } from '../../image/array';
import { imageDecoding, restored, shapeOf } from '../data/decoded';
import { usualImages } from '../data/image-recipe';
import { partFolders } from '../data/parts';
import { rowsOf, sheetSamples } from './contact-sheet';
import { plannedAugmentations } from './plan';

/** The contact sheet of a training that has not begun: only the images on it are read. @throws LensError */
export async function previewSheet({
  folder,
  labelling,
  size,
  color,
  augmentations,
  seed,
}: TrainingRequest): Promise<ContactSheet> {
  const chosen = plannedAugmentations(augmentations);
  const { samples, classes } = openDataset(partFolders(folder).learning, { labelling });
  const labelled = samples.filter(({ label }) => label !== null);
  const shown = sheetSamples(labelled.length);
  if (shown.length === 0 || isArray(labelled[0].path)) throw noImages(folder);
  const [height, width] = size ?? (await shapeOf(labelled[shown[0]].path));
  const decoding = imageDecoding(usualImages([height, width], color));
  const inputs = await Promise.all(shown.map((k) => decoding.read(labelled[k].path)));
  const input = (k: number) => restored(inputs[shown.indexOf(k)], decoding.dims);
  const nameOf = (k: number): Sample => labelled[k];
  return {
    rows: shown.map((k) => ({
      name: nameOf(k).name,
      label: classes[nameOf(k).label!],
      images: rowsOf(input, k, chosen, seed),
    })),
  };
}

const noImages = (where: string): LensError =>
  new LensError({
    code: 'not-found',
    what: 'the folder holds no labelled images',
    where,
    next: 'Choose a folder of class sub-folders with images',
  });
