import type { CsvValue } from '../../../../protocol/csv';
import type { JudgedBox } from './judged-boxes';

type Told = (judged: JudgedBox, names: readonly string[]) => CsvValue | undefined;
type Column = readonly [name: string, told: Told];

const sides = (names: readonly string[], of: (judged: JudgedBox) => readonly number[] | undefined): Column[] =>
  names.map((name, k) => [name, (judged) => of(judged)?.[k]]);

/** What `detections.csv` says of a box that is shown, or of an object that is missed. */
const COLUMNS: readonly Column[] = [
  ['class', ({ box }, names) => box && names[box.index]],
  ['score', ({ box }) => box?.score],
  ...sides(['left', 'top', 'right', 'bottom'], ({ box }) => box?.corners),
  ['kind', ({ kind }) => kind],
  ['object', ({ object }) => object?.number],
  ['objectClass', ({ object }, names) => object && names[object.index]],
  ...sides(['objectLeft', 'objectTop', 'objectRight', 'objectBottom'], ({ object }) => object?.corners),
  ['iou', ({ object, overlap }) => object && overlap],
];

export const LISTING: readonly string[] = COLUMNS.map(([name]) => name);

export const listedBox = (judged: JudgedBox, names: readonly string[]): CsvValue[] =>
  COLUMNS.map(([, told]) => told(judged, names) ?? null);
