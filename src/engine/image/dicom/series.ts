import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DataSet } from 'dicom-parser';
import { IMAGE } from '../../file/kind';
import { readFile } from '../../file/reading';
import { bytesOf, withRegular } from '../../file/regular';
import { staysInside } from '../../file/workspace';
import { ImageFault } from '../image-fault';
import { dataSetOf, decimals, isDicom, TAG } from './data-set';

/** What stands before the pixels fits into it. */
const HEAD_BYTES = 1 << 18;
const MOST_FILES = 8192;

/** A file of a folder, by its head. */
interface Slice {
  readonly path: string;
  readonly series: string;
  /** How far along the axis across its plane it lies; no number where the file does not say it. */
  readonly place: number;
  /** In its series; no number where the file does not say it. */
  readonly number: number;
  /** Several make a volume by themselves. */
  readonly frames: number;
}

/** The files of the series that a file belongs to, in the order of space. @throws ImageFault */
export async function seriesOf(path: string): Promise<string[]> {
  const own = await sliceOf(path);
  if (!own || own.series === '') return [path];
  const slices = await slicesIn(dirname(path));
  const others = slices.filter(({ series }) => series === own.series);
  // A link that leads elsewhere is not looked at among those of its folder.
  return others.some((slice) => slice.path === join(dirname(path), basename(path))) ? inSpace(others) : [path];
}

/**
 * The DICOM files among others, those of a series in one folder together, in the order given: a file of several frames is
 * a volume by itself.
 */
export async function seriesAmong(paths: readonly string[]): Promise<string[][]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const slice = await sliceOf(path).catch(() => undefined);
    if (!slice) continue;
    const isPart = slice.series !== '' && slice.frames <= 1;
    const key = isPart ? `${dirname(path)}\n${slice.series}` : path;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups.values()];
}

/** The files of the one series in a folder, in the order of space. @throws ImageFault where there is none, or several */
export async function seriesIn(folder: string): Promise<string[]> {
  const slices = await slicesIn(folder);
  const series = new Set(slices.map((slice) => slice.series));
  if (slices.length === 0) throw new ImageFault('it is a folder without DICOM files');
  if (series.size > 1)
    throw new ImageFault(`it holds ${series.size} DICOM series: choose a file of the one that is meant`);
  return inSpace(slices);
}

async function slicesIn(folder: string): Promise<Slice[]> {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.') && (entry.isFile() || entry.isSymbolicLink()))
    .map(({ name }) => name)
    .sort();
  if (names.length > MOST_FILES)
    throw new ImageFault(`its folder holds ${names.length} files, more than the ${MOST_FILES} that are looked at`);
  const slices: Slice[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const slice = staysInside(folder, path) ? await sliceOf(path).catch(() => undefined) : undefined;
    if (slice) slices.push(slice);
  }
  return slices;
}

/** A file of a series by its head; undefined for what is no DICOM. */
async function sliceOf(path: string): Promise<Slice | undefined> {
  const head = withRegular(path, IMAGE, (file, size) => bytesOf(file, Math.min(size, HEAD_BYTES)));
  if (!isDicom(head)) return undefined;
  // Rarely something large stands before the pixels.
  const data = await dataSetOf(head, true).catch(() => dataSetOf(readFile(path, IMAGE), true));
  return {
    path,
    series: data.string(TAG.series) ?? '',
    place: placeOf(data),
    number: data.intString(TAG.instance) ?? NaN,
    frames: data.intString(TAG.frames) ?? 1,
  };
}

/** Along the axis across the slices, where all of them say where they lie; else by their number, else by name. */
function inSpace(slices: readonly Slice[]): string[] {
  const places = slices.map(({ place }) => place);
  const numbers = slices.map(({ number }) => number);
  const keys = places.every(Number.isFinite) ? places : numbers.every(Number.isFinite) ? numbers : undefined;
  if (!keys) return slices.map(({ path }) => path);
  if (keys === places && slices.length > 1 && new Set(places.map((place) => place.toFixed(3))).size < slices.length)
    throw new ImageFault(
      `several files of the series of ${basename(slices[0].path)} lie at one place, as of several points in time: keep one of each place in the folder`,
    );
  const order = slices.map((_, k) => k).sort((a, b) => keys[a] - keys[b]);
  return order.map((k) => slices[k].path);
}

/** How far along the axis across its plane a slice lies. */
function placeOf(data: DataSet): number {
  const [x, y, z] = decimals(data, TAG.position);
  const [a, b, c, d, e, f] = decimals(data, TAG.orientation);
  const normal = [b * f - c * e, c * d - a * f, a * e - b * d];
  return x * normal[0] + y * normal[1] + z * normal[2];
}
