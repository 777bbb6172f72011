import { basename, join } from 'node:path';
import { LensError } from '../../../protocol/error';
import { placeInside } from '../../file/workspace';
import { byImage } from '../coco';
import { readCocoFile, type CocoAnnotation, type CocoImageEntry } from '../coco-file';
import { coversMost } from '../listing';
import { inputFinder } from '../named-input';
import type { Annotations, AnnotationSearch } from './annotation';

/** What a COCO file says of an image becomes what a task needs; null leaves the image out. */
type Reading<T> = (image: CocoImageEntry, annotations: readonly CocoAnnotation[]) => T | null;

/** Annotations from the COCO file a person named, or the first that is about most inputs and has objects. */
export function fromCocoFiles<T>(search: AnnotationSearch, what: string, read: Reading<T>): Annotations<T> | null {
  const { listing, argument } = search;
  if (argument !== undefined) {
    const path = placeInside(listing.root, argument, 'the COCO file', listing.root);
    const found = fromFile(path, argument, search, what, read);
    if (found && found.of.size > 0) return found;
    throw new LensError({
      code: 'invalid-argument',
      what: found
        ? 'none of the images that the COCO file names is in the folder'
        : 'the file holds no "images" and "annotations" as COCO has them',
      where: path,
      next: 'Give the COCO file of this folder',
    });
  }
  for (const name of listing.tables.filter((one) => one.toLowerCase().endsWith('.json'))) {
    const found = fromFile(join(listing.root, name), name, search, what, read);
    if (found && coversMost(found.of.size, listing)) return found;
  }
  return null;
}

function fromFile<T>(
  path: string,
  name: string,
  { listing: { inputs } }: AnnotationSearch,
  what: string,
  read: Reading<T>,
): Annotations<T> | null {
  const file = readCocoFile(path);
  if (!file) return null;
  const annotations = byImage(file.annotations);
  const inputOf = inputFinder(inputs);
  const of = new Map<string, T>();
  for (const image of file.images) {
    const input = inputOf(image.fileName);
    const content = input === null ? null : read(image, annotations.get(image.id) ?? []);
    if (input !== null && content !== null) of.set(input, content);
  }
  return {
    description: `${what} from ${basename(name)} (COCO, ${of.size} images)`,
    of,
    names: file.categories,
    owns: (one) => one === name,
  };
}
