import { join } from 'node:path';
import type { Region } from './dataset';
import { readJson } from './json-file';
import type { Listing } from './listing';
import { inputFinder } from './named-input';
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
 * The objects of every input a COCO annotation file names; null where the file is something else.
 * @see https://cocodataset.org/#format-data
 */
export function readCoco({ root, inputs }: Listing, name: string): Map<string, CocoImage> | null {
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
  const inputOf = inputFinder(inputs);
  const images = new Map<string, CocoImage>();
  for (const { id, file_name, width, height } of file.images) {
    const input = inputOf(file_name);
    if (input) images.set(input, { width, height, objects: objects.get(id) ?? [] });
  }
  return images;
}

function cocoFile(path: string): CocoFile | null {
  const content = readJson(path) as Partial<CocoFile> | null;
  return Array.isArray(content?.images) && Array.isArray(content.annotations) ? (content as CocoFile) : null;
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
