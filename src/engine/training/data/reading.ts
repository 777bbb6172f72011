import { createHash } from 'node:crypto';
import { LensError } from '../../../protocol/error';
import type { LeftOut, Sample } from '../../dataset/dataset';
import { openDataset } from '../../dataset/opening';
import { isArray } from '../../image/array';
import { nextTurn, type TurnOptions } from '../turn';
import { arrayDecoding, imageDecoding, restored, shapeOf, type Decoding, type Stored } from './decoded';
import { usualImages, type ImageRecipe } from './image-recipe';
import type { Examples } from './examples';

export interface ReadingOptions extends TurnOptions {
  /** Height and width of images; those they all have by default. */
  readonly size?: readonly [number, number];
  readonly color: 'rgb' | 'gray';
  /** How images are made for the networks, where these say so. */
  readonly images?: ImageRecipe;
  /** Names of classes, where another part of the set has them already. */
  readonly classes?: readonly string[];
  readonly labelling?: string;
  /** What leads from the folder that was asked for to this one. */
  readonly place?: string;
  progress?(done: number, total: number): void;
}

/**
 * Reads a labelled folder whole. What cannot be read is left out and named.
 * @throws LensError where inputs are of different kinds or sizes, or none is left
 */
export async function readExamples(folder: string, options: ReadingOptions): Promise<Examples> {
  const set = openDataset(folder, { modelLabels: options.classes, labelling: options.labelling });
  const labelled = set.samples.filter(({ label }) => label !== null);
  if (labelled.length === 0) throw nothing(folder, set.leftOut, 'no input of the folder has a label');
  const { decoding, samples, leftOut } = await decodingOf(labelled, options, folder);
  const stored: Stored[] = [];
  const read: Sample[] = [];
  const hash = createHash('sha256').update(JSON.stringify([decoding.dims, set.classes]));
  for (const [k, sample] of samples.entries()) {
    await nextTurn(options);
    try {
      const values = await decoding.read(sample.path);
      hash.update(`${sample.name} ${sample.label}`).update(values);
      stored.push(values);
      read.push(sample);
    } catch (error) {
      leftOut.push({ name: sample.name, reason: reasonOf(error) });
    }
    options.progress?.(k + 1, samples.length);
  }
  if (read.length === 0) throw nothing(folder, leftOut, 'no input of the folder can be read');
  return {
    kind: decoding.kind,
    dims: decoding.dims,
    images: decoding.images,
    classes: set.classes,
    names: read.map(({ name }) => name),
    place: options.place ?? '',
    labels: Int32Array.from(read, ({ label }) => label!),
    input: (k) => restored(stored[k], decoding.dims),
    leftOut: [...set.leftOut, ...leftOut],
    hash: hash.digest('hex').slice(0, 32),
  };
}

const reasonOf = (error: unknown): string =>
  error instanceof LensError ? error.what : error instanceof RangeError ? error.message : LensError.from(error).what;

function nothing(folder: string, leftOut: readonly LeftOut[], what: string): LensError {
  const [first] = leftOut;
  return new LensError({
    code: 'not-found',
    what: `${what}${first ? ` (${first.name}: ${first.reason})` : ''}`,
    where: folder,
    next: 'Choose a folder of class sub-folders, or of inputs with a table of labels',
  });
}

/** How the inputs are read, after a look at the sizes of all of them. */
async function decodingOf(
  labelled: readonly Sample[],
  { size, color, images }: ReadingOptions,
  folder: string,
): Promise<{ decoding: Decoding; samples: readonly Sample[]; leftOut: LeftOut[] }> {
  const arrays = isArray(labelled[0].path);
  const odd = labelled.find(({ path }) => isArray(path) !== arrays);
  if (odd)
    throw new LensError({
      code: 'invalid-argument',
      what: `the folder holds arrays and images (${labelled[0].name} and ${odd.name})`,
      where: folder,
      next: 'Choose a folder with one of them',
    });
  const stated = images ?? (size && usualImages(size, color));
  if (!arrays && stated) return { decoding: imageDecoding(stated), samples: labelled, leftOut: [] };
  const leftOut: LeftOut[] = [];
  const samples: Sample[] = [];
  const shapes = new Map<string, { shape: readonly number[]; name: string }>();
  for (const sample of labelled)
    try {
      const shape = await shapeOf(sample.path);
      if (!shapes.has(shape.join())) shapes.set(shape.join(), { shape, name: sample.name });
      samples.push(sample);
    } catch (error) {
      leftOut.push({ name: sample.name, reason: reasonOf(error) });
    }
  if (samples.length === 0) throw nothing(folder, leftOut, 'no input of the folder can be read');
  const [first, second] = [...shapes.values()];
  if (second)
    throw new LensError({
      code: 'wrong-shape',
      what: `the inputs differ in size (${first.name} has ${first.shape.join(' × ')}, ${second.name} ${second.shape.join(' × ')})`,
      where: folder,
      next: arrays ? 'Save all arrays with one shape' : 'Say to which size images are brought (--size)',
    });
  const decoding = arrays
    ? arrayDecoding(first.shape)
    : imageDecoding(usualImages([first.shape[0], first.shape[1]], color));
  return { decoding, samples, leftOut };
}
