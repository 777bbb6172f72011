import { join } from 'node:path';
import { readCocoFile, type CocoAnnotation, type CocoImageEntry } from './coco-file';
import type { Region } from './dataset';
import type { Listing } from './listing';
import { inputFinder } from './named-input';

/** What a COCO file says about one image. */
export interface CocoImage {
  readonly width: number;
  readonly height: number;
  /** None where the image's size is not known, without which no place in it means anything. */
  readonly objects: readonly { readonly category: string | null; readonly region: Region }[];
  /** What each category covers of the image. */
  readonly areas: ReadonlyMap<string, number>;
}

/**
 * The objects of every input a COCO annotation file names; null where the file is something else.
 * @see https://cocodataset.org/#format-data
 */
export function readCoco({ root, inputs }: Listing, name: string): Map<string, CocoImage> | null {
  const file = readCocoFile(join(root, name));
  if (!file) return null;
  const annotations = byImage(file.annotations);
  const inputOf = inputFinder(inputs);
  const images = new Map<string, CocoImage>();
  for (const image of file.images) {
    const input = inputOf(image.fileName);
    if (input) images.set(input, imageOf(image, annotations.get(image.id) ?? []));
  }
  return images;
}

export function byImage(
  annotations: readonly CocoAnnotation[],
): ReadonlyMap<number | string, readonly CocoAnnotation[]> {
  const lists = new Map<number | string, CocoAnnotation[]>();
  for (const annotation of annotations) {
    const list = lists.get(annotation.image);
    if (list) list.push(annotation);
    else lists.set(annotation.image, [annotation]);
  }
  return lists;
}

function imageOf({ size }: CocoImageEntry, annotations: readonly CocoAnnotation[]): CocoImage {
  const areas = new Map<string, number>();
  for (const { category, area } of annotations)
    if (category !== null) areas.set(category, (areas.get(category) ?? 0) + area);
  return { ...(size ?? { width: 0, height: 0 }), objects: size ? annotations : [], areas };
}

/** The category that covers most of an image, by which it is labelled where nothing else says. */
export function mainCategory({ areas }: CocoImage): string | null {
  return (
    [...areas].reduce<[string, number] | null>(
      (best, entry) => (best && best[1] >= entry[1] ? best : entry),
      null,
    )?.[0] ?? null
  );
}
