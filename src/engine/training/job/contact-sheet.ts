import type { Raster } from '../../../protocol/raster';
import { encodePng } from '../../image/overlay';
import { blank, sheetOf } from '../../image/sheet';
import type { FloatTensor } from '../../tensor/tensor';
import type { Examples } from '../data/examples';
import { augmented, type ChosenAugmentation } from '../run/batches';

/** Images, and epochs of the first fold. */
const [ROWS, EPOCHS] = [6, 7];

/** Samples that are on the sheet, of so many. */
export function sheetSamples(all: number): number[] {
  const count = Math.min(ROWS, all);
  return Array.from({ length: count }, (_, k) => Math.floor((k * all) / count));
}

/** A sample as it is, and what the network sees of it in epoch 1, 2, … */
export function rowsOf(
  input: (sample: number) => FloatTensor,
  sample: number,
  augmentations: readonly ChosenAugmentation[],
  seed: number,
): Raster[] {
  const seen = Array.from({ length: EPOCHS }, (_, e) =>
    augmented(augmentations, { seed, fold: 0 }, e + 1)(input(sample), sample),
  );
  return [input(sample), ...seen].map(rasterOf);
}

/** Some images as they are (0), and beside each what the network sees in epoch 1, 2, …, as a PNG file. */
export function contactSheet(
  examples: Examples,
  augmentations: readonly ChosenAugmentation[],
  seed: number,
): Promise<Buffer> {
  const tiles = sheetSamples(examples.labels.length).flatMap((sample) =>
    rowsOf((k) => examples.input(k), sample, augmentations, seed).map((raster, e) => ({ raster, caption: String(e) })),
  );
  return encodePng(sheetOf(tiles, EPOCHS + 1));
}

/** Values of 0 … 1 as pixels; those beyond are cut off. */
function rasterOf({ dims: [channels, height, width], data }: FloatTensor): Raster {
  const raster = blank(width, height);
  for (let p = 0; p < height * width; p++)
    for (let c = 0; c < 3; c++) raster.rgba[4 * p + c] = 255 * data[(channels === 3 ? c : 0) * height * width + p];
  return raster;
}
