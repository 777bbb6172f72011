import { join } from 'node:path';
import { LensError } from '../../../protocol/error';
import { placeInside } from '../../file/workspace';
import { isInput } from '../endings';
import { maskFiles } from '../mask';
import { filesUnder } from '../walk';
import type { AnnotationSearch } from './annotation';
import { isApart, placeOf } from './placing';

const JPEG = /\.jpe?g$/i;
/** An image may keep numbers exactly, unless it is a JPEG. */
const isMap = (name: string): boolean => isInput(name) && !JPEG.test(name);

/** Files that say something of every pixel of inputs. */
interface MapFiles {
  /** Their paths by input. */
  readonly of: ReadonlyMap<string, string>;
  /** Whether a file of the folder is one of them, and no input. */
  isOwn(name: string): boolean;
}

/**
 * The map of each input that has one: in the folder a person named, else in one that is named after maps.
 * @param example of what a person may add
 * @param folders other names of such folders than the usual ones
 * @returns null where none is found without being named
 * @throws LensError where a named folder holds none
 */
export function mapFiles(
  search: AnnotationSearch,
  { example, folders }: { readonly example: string; readonly folders?: RegExp },
): MapFiles | null {
  const { listing, argument } = search;
  const { at, isOwn } = argument === undefined ? guessed(search, folders) : told(search, argument, folders);
  const of = new Map<string, string>();
  for (const name of listing.inputs) {
    const path = isOwn(name) ? null : at(name);
    if (path !== null && path !== join(listing.root, name)) of.set(name, path);
  }
  if (of.size > 0) return { of, isOwn };
  if (argument === undefined) return null;
  throw new LensError({
    code: 'invalid-argument',
    what: 'no file of the folder that was named bears the name of an image',
    where: listing.root,
    next: `Name the folder that holds a file for each image: ${example}`,
  });
}

interface Places {
  /** The map of an input. */
  at(name: string): string | null;
  isOwn(name: string): boolean;
}

function guessed({ listing }: AnnotationSearch, folders: RegExp | undefined): Places {
  const masks = maskFiles(listing);
  const apart = [...listing.inputs.filter((name) => isApart(name, folders)), ...listing.masks].filter(isMap);
  const images = new Set(
    listing.inputs.filter((name) => !isApart(name, folders)).map((name) => placeOf(name, folders)),
  );
  const maps = new Map(
    apart
      .filter((name) => images.has(placeOf(name, folders)))
      .map((name) => [placeOf(name, folders), join(listing.root, name)]),
  );
  const own = new Set(maps.values());
  return {
    at: (name) => masks.of(name) ?? maps.get(placeOf(name, folders)) ?? null,
    isOwn: (name) => own.has(join(listing.root, name)),
  };
}

function told({ listing: { root } }: AnnotationSearch, argument: string, folders: RegExp | undefined): Places {
  const home = placeInside(root, argument, 'the folder of maps', root);
  const maps = new Map(
    filesUnder(home)
      .files.filter(isMap)
      .map((name) => [placeOf(name, folders), join(home, name)]),
  );
  const own = new Set(maps.values());
  return { at: (name) => maps.get(placeOf(name, folders)) ?? null, isOwn: (name) => own.has(join(root, name)) };
}
