import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import type { ImageColumns } from '../../protocol/folder';
import { IMAGE_COLUMNS } from '../file/kind';
import { bytesOf, withRegular } from '../file/regular';
import type { Predictions } from '../metric/classification/predictions';
import type { FinishedEvaluation } from './finished-evaluation';
import type { MaskState } from './image-evaluation';

/** The numbers of `images.csv` in columns, which open at once however many there are. */
export const IMAGES_FILE = '.lens-images.bin';

const MAGIC = 'LENSIMG2';
/** Magic and the length of the header. */
const PREAMBLE = 12;
const MASK_STATES: Readonly<Record<MaskState['state'], number>> = { none: 0, empty: 1, object: 2 };

interface Header {
  readonly names: readonly string[];
  /** Of every model. */
  readonly classes: readonly (readonly string[])[];
  /** Columns of each method. */
  readonly columns: number;
  readonly methods: number;
}

/** What the file holds of an evaluation. */
type Written = Pick<FinishedEvaluation, 'summary' | 'parts' | 'results' | 'classes'>;
type Columns = Omit<ImageColumns, 'names' | 'classes'>;

/** Bytes of one model's columns, each beginning at a multiple of four. */
const blockLength = (images: number, metrics: number): number => images * 4 * (5 + metrics) + aligned(images);
const aligned = (length: number): number => Math.ceil(length / 4) * 4;

/** The columns of one model as views of a block, in a fixed order. */
function viewsOf(buffer: ArrayBufferLike, start: number, images: number, metrics: number): Columns {
  let at = start;
  const next = <T>(make: (offset: number) => T, bytes: number): T => {
    const view = make(at);
    at += aligned(bytes);
    return view;
  };
  const floats = (): Float32Array => next((offset) => new Float32Array(buffer, offset, images), 4 * images);
  const integers = (): Int32Array => next((offset) => new Int32Array(buffer, offset, images), 4 * images);
  return {
    label: integers(),
    predicted: integers(),
    probability: floats(),
    labelProbability: floats(),
    mask: next((offset) => new Uint8Array(buffer, offset, images), images),
    maskShare: floats(),
    metrics: Array.from({ length: metrics }, floats),
  };
}

/**
 * The file's bytes: magic, header as JSON, then every model's columns (little-endian); null where models do not tell
 * classes of whole inputs.
 */
export function encodedImages(evaluated: Written): Uint8Array | null {
  const { summary, results, classes } = evaluated;
  const predictions = results.tallies.flatMap((tally) => tally.predictions?.() ?? []);
  if (predictions.length < results.tallies.length) return null;
  const [methods, columns] = [summary.methods.length, summary.columns.length];
  const metrics = methods * columns;
  const header: Header = { names: results.names, classes, columns, methods };
  const text = Buffer.from(JSON.stringify(header));
  const start = aligned(PREAMBLE + text.length);
  const block = blockLength(results.count, metrics);
  const bytes = Buffer.from(new ArrayBuffer(start + summary.models.length * block));
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt32LE(text.length, MAGIC.length);
  text.copy(bytes, PREAMBLE);
  for (const [model, predicted] of predictions.entries())
    fill(viewsOf(bytes.buffer, start + model * block, results.count, metrics), model, predicted, evaluated);
  return bytes;
}

function fill(
  columns: Columns,
  model: number,
  { labels, predicted, probabilities, classes }: Predictions,
  { summary, parts, results }: Written,
): void {
  columns.label.set(labels);
  columns.predicted.set(predicted);
  for (let n = 0; n < results.count; n++) {
    columns.probability[n] = probabilities[n * classes + predicted[n]];
    columns.labelProbability[n] = labels[n] < 0 ? NaN : probabilities[n * classes + labels[n]];
    const { state, share } = results.mask(model, n);
    columns.mask[n] = MASK_STATES[state];
    columns.maskShare[n] = share;
  }
  const places = summary.methods.flatMap((_, method) => parts.map((part) => ({ method, part })));
  for (const [i, { method, part }] of places.entries()) {
    const values = results.metric({ model, method }, part);
    if (values) columns.metrics[i].set(values);
    else columns.metrics[i].fill(NaN);
  }
}

/**
 * Reads one model's columns; nothing of the other models, and of other methods where one is named, is read.
 * @param folder that of the results
 * @param method whose metrics are wanted; those of all methods by default
 * @throws LensError `not-found` when the file is not there, `invalid-argument` when it is of another version or has no
 * such model
 */
export function readImages(folder: string, model: number, method?: number): ImageColumns {
  const path = join(folder, IMAGES_FILE);
  return withRegular(path, IMAGE_COLUMNS, (file, size) => {
    const { header, start } = headerIn(file, size, path);
    const { names, columns, methods, classes } = header;
    const images = names.length;
    const block = blockLength(images, methods * columns);
    if (!classes[model] || start + classes.length * block > size) throw otherVersion(path);
    const wanted =
      method === undefined
        ? { first: 0, count: methods * columns }
        : { first: Math.min(method, methods) * columns, count: method < methods ? columns : 0 };
    // What every method shares lies first, then the metrics, method by method.
    const shared = blockLength(images, 0);
    const from = start + model * block;
    const bytes = Buffer.concat([
      bytesOf(file, shared, from),
      bytesOf(file, 4 * images * wanted.count, from + shared + 4 * images * wanted.first),
    ]);
    const { buffer } = new Uint8Array(bytes);
    return { names, classes: classes[model], ...viewsOf(buffer, 0, images, wanted.count) };
  });
}

/** The header of a file, and where the columns begin. */
function headerIn(file: number, size: number, path: string): { header: Header; start: number } {
  const preamble = bytesOf(file, PREAMBLE);
  const isOurs = preamble.toString('latin1', 0, MAGIC.length) === MAGIC;
  const length = isOurs && preamble.length === PREAMBLE ? preamble.readUInt32LE(MAGIC.length) : -1;
  if (length < 0 || PREAMBLE + length > size) throw otherVersion(path);
  let header: Partial<Header>;
  try {
    header = JSON.parse(bytesOf(file, length, PREAMBLE).toString('utf8')) as Partial<Header>;
  } catch {
    throw otherVersion(path);
  }
  if (!isHeader(header)) throw otherVersion(path);
  return { header, start: aligned(PREAMBLE + length) };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isNames = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

function isHeader(header: Partial<Header> | null): header is Header {
  const { names, classes, columns, methods } = header ?? {};
  return isNames(names) && Array.isArray(classes) && classes.every(isNames) && isCount(columns) && isCount(methods);
}

const otherVersion = (path: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: 'the numbers of single images are of another version',
    where: path,
    next: 'Run the evaluation again',
  });
