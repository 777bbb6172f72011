import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Region } from './dataset';
import { decodedRuns } from './run-length';

/** What a COCO file says about one picture. */
export interface CocoImage {
  readonly width: number;
  readonly height: number;
  readonly objects: readonly { readonly category: string; readonly area: number; readonly region: Region }[];
}

interface CocoFile {
  readonly images: readonly { readonly id: number | string; readonly file_name: string; readonly width: number; readonly height: number }[];
  readonly annotations: readonly CocoAnnotation[];
  readonly categories?: readonly { readonly id: number | string; readonly name: string }[];
}
interface CocoAnnotation {
  readonly image_id: number | string;
  readonly category_id: number | string;
  readonly area?: number;
  readonly bbox?: readonly [number, number, number, number];
  readonly segmentation?: readonly (readonly number[])[] | { readonly counts: string | readonly number[]; readonly size: readonly [number, number] };
}

/**
 * The objects of every picture a COCO annotation file names, by file name; null where the file is something else.
 * @see https://cocodataset.org/#format-data
 */
export function readCoco(root: string, name: string): Map<string, CocoImage> | null {
  const file = cocoFile(join(root, name));
  if (!file) return null;
  const categories = new Map((file.categories ?? []).map((c) => [c.id, c.name]));
  const objects = new Map<number | string, CocoImage['objects'][number][]>();
  for (const annotation of file.annotations) {
    const region = regionOf(annotation);
    if (!region) continue;
    const list = objects.get(annotation.image_id) ?? [];
    objects.set(annotation.image_id, list);
    const box = annotation.bbox ?? [0, 0, 0, 0];
    list.push({ category: categories.get(annotation.category_id) ?? String(annotation.category_id), area: annotation.area ?? box[2] * box[3], region });
  }
  return new Map(file.images.map(({ id, file_name, width, height }) => [file_name, { width, height, objects: objects.get(id) ?? [] }]));
}

function cocoFile(path: string): CocoFile | null {
  try {
    const content = JSON.parse(readFileSync(path, 'utf8')) as Partial<CocoFile> | null;
    return Array.isArray(content?.images) && Array.isArray(content.annotations) ? (content as CocoFile) : null;
  } catch {
    // A JSON file that cannot be read is no COCO file; it is named among those left out.
    return null;
  }
}

function regionOf({ segmentation, bbox }: CocoAnnotation): Region | null {
  if (Array.isArray(segmentation) && segmentation.length > 0) return { kind: 'polygons', polygons: segmentation };
  if (segmentation && 'counts' in segmentation) {
    const [height, width] = segmentation.size;
    return { kind: 'runs', counts: typeof segmentation.counts === 'string' ? decodedRuns(segmentation.counts) : segmentation.counts, width, height };
  }
  return bbox ? { kind: 'box', box: bbox } : null;
}

/** The category that covers most of a picture, by which it is labelled where nothing else says. */
export function mainCategory({ objects }: CocoImage): string | null {
  const areas = new Map<string, number>();
  for (const { category, area } of objects) areas.set(category, (areas.get(category) ?? 0) + area);
  return [...areas].reduce<[string, number] | null>((best, entry) => (best && best[1] >= entry[1] ? best : entry), null)?.[0] ?? null;
}
