import { join } from 'node:path';
import { LensError } from '../../protocol/error';
import type { ImageColumns } from '../../protocol/folder';
import type { MeasureColumn } from '../../protocol/judgement';
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
  /** Of tasks other than telling classes of whole inputs: what their inputs are told apart by. Absent in early files. */
  readonly numbers?: readonly MeasureColumn[];
  /** Columns of each method. */
  readonly columns: number;
  readonly methods: number;
}

/** How many columns of numbers a model has. */
interface Counts {
  readonly images: number;
  readonly numbers: number;
  readonly metrics: number;
}

/** What the file holds of an evaluation. */
type Written = Pick<FinishedEvaluation, 'summary' | 'parts' | 'results' | 'classes'>;
type Columns = Omit<ImageColumns, 'names' | 'classes' | 'numbers'> & { readonly numbers: readonly Float32Array[] };

/** Bytes of one model's columns, each beginning at a multiple of four. */
const blockLength = ({ images, numbers, metrics }: Counts): number =>
  images * 4 * (5 + numbers + metrics) + aligned(images);
const aligned = (length: number): number => Math.ceil(length / 4) * 4;

/** The columns of one model as views of a block, in a fixed order. */
function viewsOf(buffer: ArrayBufferLike, start: number, { images, numbers, metrics }: Counts): Columns {
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
    numbers: Array.from({ length: numbers }, floats),
    metrics: Array.from({ length: metrics }, floats),
  };
}

/** The file's bytes: magic, header as JSON, then every model's columns (little-endian). */
export function encodedImages(evaluated: Written): Uint8Array {
  const { summary, results, classes } = evaluated;
  const [methods, columns] = [summary.methods.length, summary.columns.length];
  const judged = results.tallies.map((tally) => tally.numbers?.() ?? []);
  const numbers = judged[0].map(({ values: _values, ...column }) => column);
  const counts = { images: results.count, numbers: numbers.length, metrics: methods * columns };
  const header: Header = { names: results.names, classes, numbers, columns, methods };
  const text = Buffer.from(JSON.stringify(header));
  const start = aligned(PREAMBLE + text.length);
  const block = blockLength(counts);
  const bytes = Buffer.from(new ArrayBuffer(start + summary.models.length * block));
  bytes.write(MAGIC, 'latin1');
  bytes.writeUInt32LE(text.length, MAGIC.length);
  text.copy(bytes, PREAMBLE);
  for (const [model, tally] of results.tallies.entries()) {
    const views = viewsOf(bytes.buffer, start + model * block, counts);
    fillPredictions(views, tally.predictions?.());
    judged[model].forEach(({ values }, k) => views.numbers[k].set(values));
    fill(views, model, evaluated);
  }
  return bytes;
}

function fillPredictions(columns: Columns, predictions: Predictions | undefined): void {
  if (!predictions) {
    for (const indices of [columns.label, columns.predicted]) indices.fill(-1);
    for (const probability of [columns.probability, columns.labelProbability]) probability.fill(NaN);
    return;
  }
  const { labels, predicted, probabilities, classes } = predictions;
  columns.label.set(labels);
  columns.predicted.set(predicted);
  for (const [n, label] of Array.from(labels).entries()) {
    columns.probability[n] = probabilities[n * classes + predicted[n]];
    columns.labelProbability[n] = label < 0 ? NaN : probabilities[n * classes + label];
  }
}

function fill(columns: Columns, model: number, { summary, parts, results }: Written): void {
  for (let n = 0; n < results.count; n++) {
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
    const { names, columns, methods, classes, numbers = [] } = header;
    const counts = { images: names.length, numbers: numbers.length };
    const block = blockLength({ ...counts, metrics: methods * columns });
    if (!classes[model] || start + classes.length * block > size) throw otherVersion(path);
    const wanted =
      method === undefined
        ? { first: 0, count: methods * columns }
        : { first: Math.min(method, methods) * columns, count: method < methods ? columns : 0 };
    // What every method shares lies first, then the metrics, method by method.
    const shared = blockLength({ ...counts, metrics: 0 });
    const from = start + model * block;
    const bytes = Buffer.concat([
      bytesOf(file, shared, from),
      bytesOf(file, 4 * names.length * wanted.count, from + shared + 4 * names.length * wanted.first),
    ]);
    const { buffer } = new Uint8Array(bytes);
    const views = viewsOf(buffer, 0, { ...counts, metrics: wanted.count });
    return {
      ...views,
      names,
      classes: classes[model],
      numbers: numbers.map((column, k) => ({ ...column, values: views.numbers[k] })),
    };
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
  const { names, classes, numbers = [], columns, methods } = header ?? {};
  const isColumn = (one: Partial<MeasureColumn> | null): boolean =>
    [one?.id, one?.label, one?.formula, one?.better].every((text) => typeof text === 'string');
  const areColumns = Array.isArray(numbers) && numbers.every(isColumn);
  const areNames = isNames(names) && Array.isArray(classes) && classes.every(isNames);
  return areNames && areColumns && isCount(columns) && isCount(methods);
}

const otherVersion = (path: string): LensError =>
  new LensError({
    code: 'invalid-argument',
    what: 'the numbers of single images are of another version',
    where: path,
    next: 'Run the evaluation again',
  });
