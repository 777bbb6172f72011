import type { Region } from './dataset';
import { boundsOf, boxOf, regionOf, type Box } from './coco-region';
import { readJson } from './json-file';

type Id = number | string;

/** What can be used of a COCO file. */
export interface CocoFile {
  readonly images: readonly CocoImageEntry[];
  readonly annotations: readonly CocoAnnotation[];
  /** Names of the categories in the order of their numbers. */
  readonly categories: readonly string[];
}

export interface CocoImageEntry {
  readonly id: Id;
  readonly fileName: string;
  /** Null where the file does not say. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

export interface CocoAnnotation {
  readonly image: Id;
  /** By its name, or by its number where it has none. */
  readonly category: string | null;
  readonly area: number;
  readonly region: Region;
  /** Null where the file has only an outline from which none can be told. */
  readonly box: Box | null;
  /** Whether it stands for many objects at once. */
  readonly isCrowd: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The entries of a COCO file but for those that lack what they are for, since many tools write such files and nobody
 * may have asked for this one; null where the file is something else.
 */
export function readCocoFile(path: string): CocoFile | null {
  const { images, annotations, categories } = fieldsOf(readJson(path));
  if (!Array.isArray(images) || !Array.isArray(annotations)) return null;
  const names = new Map(
    usable(categories, ({ id, name }): [Id, string] | null => (isId(id) && isId(name) ? [id, String(name)] : null)),
  );
  return {
    images: usable(images, imageOf),
    annotations: usable(annotations, (fields) => annotationOf(fields, names)),
    categories: [...names].sort(([a], [b]) => Number(a) - Number(b)).map(([, name]) => name),
  };
}

function usable<T>(entries: unknown, read: (fields: Fields) => T | null): T[] {
  return Array.isArray(entries) ? entries.map((entry) => read(fieldsOf(entry))).filter((one) => one !== null) : [];
}

function imageOf({ id, file_name: fileName, width, height }: Fields): CocoImageEntry | null {
  if (!isId(id) || typeof fileName !== 'string') return null;
  return { id, fileName, size: isLength(width) && isLength(height) ? { width, height } : null };
}

function annotationOf(
  { image_id: image, category_id: id, area, segmentation, bbox, iscrowd }: Fields,
  names: ReadonlyMap<Id, string>,
): CocoAnnotation | null {
  const region = regionOf(segmentation, bbox);
  if (!isId(image) || !region) return null;
  return {
    image,
    category: isId(id) ? (names.get(id) ?? String(id)) : null,
    area: typeof area === 'number' ? area : areaOfBox(bbox),
    region,
    box: boxOf(bbox) ?? boundsOf(region),
    isCrowd: iscrowd === 1 || iscrowd === true,
  };
}

function areaOfBox(bbox: unknown): number {
  const [, , width, height] = boxOf(bbox) ?? [0, 0, 0, 0];
  return width * height;
}

const fieldsOf = (entry: unknown): Fields => (typeof entry === 'object' && entry !== null ? (entry as Fields) : {});
const isId = (value: unknown): value is Id => typeof value === 'number' || typeof value === 'string';
const isLength = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;
