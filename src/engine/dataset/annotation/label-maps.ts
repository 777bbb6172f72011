import { join } from 'node:path';
import { LensError } from '../../../protocol/error';
import { placeInside } from '../../file/workspace';
import { isInput } from '../endings';
import { maskFiles } from '../mask';
import { filesUnder } from '../walk';
import type { AnnotationForm, AnnotationSearch } from './annotation';
import { isApart, placeOf } from './placing';
import type { PixelTruth } from './pixel-truth';

const JPEG = /\.jpe?g$/i;
/** An image may keep numbers exactly, unless it is a JPEG. */
const isMap = (name: string): boolean => isInput(name) && !JPEG.test(name);

/** An image of class numbers for each image. */
export const labelMaps: AnnotationForm<PixelTruth> = {
  id: 'label-maps',
  label: 'Label maps: a PNG of class numbers for each image, in masks/, labels/ or SegmentationClass/',
  takes: 'folder',
  find(search) {
    const { listing, argument } = search;
    const { at, isOwn } = argument === undefined ? guessed(search) : told(search, argument);
    const of = new Map<string, PixelTruth>();
    for (const name of listing.inputs) {
      const path = isOwn(name) ? null : at(name);
      if (path !== null && path !== join(listing.root, name)) of.set(name, { kind: 'file', path });
    }
    if (of.size > 0) return { description: `Label maps of ${of.size} images; 255 counts nowhere`, of, owns: isOwn };
    if (argument === undefined) return null;
    throw new LensError({
      code: 'invalid-argument',
      what: 'no file of the folder of label maps bears the name of an image',
      where: listing.root,
      next: 'Name the folder that holds a PNG for each image: label-maps:SegmentationClass',
    });
  },
};

interface Places {
  /** The label map of an input. */
  at(name: string): string | null;
  /** Whether a file is a label map. */
  isOwn(name: string): boolean;
}

function guessed({ listing }: AnnotationSearch): Places {
  const masks = maskFiles(listing);
  const apart = [...listing.inputs.filter(isApart), ...listing.masks].filter(isMap);
  const images = new Set(listing.inputs.filter((name) => !isApart(name)).map(placeOf));
  const maps = new Map(
    apart.filter((name) => images.has(placeOf(name))).map((name) => [placeOf(name), join(listing.root, name)]),
  );
  const own = new Set(maps.values());
  return {
    at: (name) => masks.of(name) ?? maps.get(placeOf(name)) ?? null,
    isOwn: (name) => own.has(join(listing.root, name)),
  };
}

function told({ listing: { root } }: AnnotationSearch, argument: string): Places {
  const home = placeInside(root, argument, 'the folder of label maps', root);
  const maps = new Map(
    filesUnder(home)
      .files.filter(isMap)
      .map((name) => [placeOf(name), join(home, name)]),
  );
  const own = new Set(maps.values());
  return { at: (name) => maps.get(placeOf(name)) ?? null, isOwn: (name) => own.has(join(root, name)) };
}
