import type { Guess, Recipe } from '../../protocol/recipe';
import { isArray, readArray } from '../image/array';
import { readSidecar } from '../image/sidecar';
import { imageSize } from '../image/size';
import type { Size } from '../task/detection/fitting';
import type { ModelFile } from './model-file';
import { modelOutline } from './model-outline';

/** The size at which a model that leaves it open works for an image. */
export interface OwnSize {
  readonly size: Size;
  readonly guess: Guess;
}

/** Of the coarsest features of nearly all networks. */
const STRIDE = 32;
/** Larger images are brought to this length of their longer side. */
const LONGEST = 1280;

/**
 * The image's own size rounded up to the stride, for a model whose graph and recipe leave it open; an array's as it is.
 * Undefined where the size is stated, and for inputs that are no images.
 */
export async function ownSize(
  file: ModelFile,
  image: string,
  recipe: Recipe = readSidecar(file.path),
): Promise<OwnSize | undefined> {
  if (file.external || recipe.size || !mayBeOpen(file)) return undefined;
  const { dims, layout } = modelOutline(file, recipe).input;
  const [channels, height, width] = dims;
  if (dims.length !== 3 || channels === 0 || (height > 0 && width > 0)) return undefined;
  if (isArray(image)) {
    const own = readArray(image).dims.slice(layout === 'nhwc' ? -3 : -2);
    return own.length < 2 ? undefined : sized([own[0], own[1]], 'it is that of the array, as the graph leaves it open');
  }
  const own = await imageSize(image);
  const ratio = Math.min(1, LONGEST / Math.max(...own));
  const rounded = own.map((side) => STRIDE * Math.max(1, Math.ceil((side * ratio) / STRIDE)));
  const bound = ratio < 1 ? `, at most ${LONGEST}` : '';
  return sized([rounded[0], rounded[1]], `the graph leaves it open: the image's own, rounded up to ${STRIDE}${bound}`);
}

const sized = (size: Size, reason: string): OwnSize => ({ size, guess: { field: 'size', reason } });

/**
 * Whether an input of a file has two axes of no stated length beside that of images. One that leaves all open, channels
 * too, as exports of optimum do, tells nothing of its images: somebody has to.
 */
export const mayBeOpen = ({ raw: { graph } }: ModelFile): boolean =>
  graph.inputs.some(({ shape }) => (shape ?? []).slice(1).filter((d) => typeof d !== 'number').length === 2);
