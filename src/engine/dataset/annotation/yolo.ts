import { existsSync } from 'node:fs';
import { extname, join, posix } from 'node:path';
import { LensError } from '../../../protocol/error';
import { TABLE } from '../../file/kind';
import { readText } from '../../file/reading';
import { placeInside, staysInside } from '../../file/workspace';
import { entriesOf } from '../../label';
import { classNames } from '../../label/class-names';
import type { LeftOut } from '../dataset';
import { filesUnder } from '../walk';
import type { AnnotationForm, AnnotationSearch } from './annotation';
import { placeOf } from './placing';
import type { TrueBox, TrueBoxes } from './true-box';
import { boxInLine } from './yolo-line';

/** Files that name the classes, in the folder or above it, as Ultralytics and Darknet have them. */
const NAME_FILES = ['data.yaml', 'data.yml', 'dataset.yaml', 'classes.txt', 'obj.names', 'labels/classes.txt'];
/** So many folders above one of images the names may lie: `images/val` has them two above. */
const HIGHEST = 2;
/** No image has so many objects. */
const MOST_BOXES = 100_000;
const IN_IMAGES = /(^|[\\/])images(?=[\\/]|$)/;

/** A text for each image, a line for each object. @see https://docs.ultralytics.com/datasets/detect */
export const yolo: AnnotationForm<TrueBoxes> = {
  id: 'yolo',
  label: 'YOLO text files: one for each image, in labels/ or beside it',
  takes: 'folder',
  find(search) {
    const { listing } = search;
    const texts = textsOf(search);
    const inputs = listing.inputs.filter((name) => texts.of.has(placeOf(name)));
    if (inputs.length === 0) {
      if (search.argument === undefined) return null;
      throw new LensError({
        code: 'invalid-argument',
        what: 'no text file of the folder of labels bears the name of an image',
        where: listing.root,
        next: 'Name the folder that holds a .txt for each image: yolo:labels/val',
      });
    }
    const names = namesBeside(listing.root);
    const nameOf = (number: number): string => names?.[number] ?? String(number);
    const of = new Map<string, TrueBoxes>();
    const faults: LeftOut[] = [];
    for (const name of listing.inputs) {
      const text = texts.of.get(placeOf(name));
      const boxes = text === undefined ? [] : boxesIn(text, nameOf);
      if (typeof boxes === 'string') faults.push({ name, reason: boxes });
      else of.set(name, { unit: 'shares', boxes });
    }
    // Texts about something else lie beside images, too.
    if (search.argument === undefined && of.size === listing.inputs.length - inputs.length) return null;
    const without = listing.inputs.length - inputs.length;
    return {
      description: `Boxes from ${inputs.length} YOLO text files${without > 0 ? `; ${without} images without one have no objects` : ''}`,
      of,
      names,
      faults,
      owns: (name) => texts.names.has(name) || NAME_FILES.includes(name),
    };
  },
};

interface Texts {
  /** Path of the text, by the place that it shares with its image. */
  readonly of: ReadonlyMap<string, string>;
  /** As the folder lists them. */
  readonly names: ReadonlySet<string>;
}

/** Texts below the folder a person named; else those of the folder itself, or of `labels` where that is one of `images`. */
function textsOf({ listing: { root, others }, argument }: AnnotationSearch): Texts {
  const isText = (name: string): boolean => extname(name).toLowerCase() === '.txt' && !NAME_FILES.includes(name);
  const apart = argument === undefined ? labelsBeside(root) : placeInside(root, argument, 'the folder of labels', root);
  const own = argument === undefined ? others.filter(isText) : [];
  const theirs = apart === null ? [] : filesUnder(apart).files.filter(isText);
  return {
    of: new Map([
      ...theirs.map((name): [string, string] => [placeOf(name), join(apart!, name)]),
      ...own.map((name): [string, string] => [placeOf(name), join(root, name)]),
    ]),
    names: new Set(own),
  };
}

/** `labels/val` for `images/val`; null where there is none that may be read. */
function labelsBeside(root: string): string | null {
  if (!IN_IMAGES.test(root)) return null;
  const folder = root.replace(/(^|[\\/])images(?=[\\/]|$)(?!.*[\\/]images(?=[\\/]|$))/, '$1labels');
  return existsSync(folder) && staysInside(join(folder, '..', '..'), folder) ? folder : null;
}

function namesBeside(root: string): readonly string[] | undefined {
  const folders = Array.from({ length: HIGHEST + 1 }, (_, up) => posix.join('.', ...Array<string>(up).fill('..')));
  for (const folder of folders) {
    for (const file of NAME_FILES) {
      const path = join(root, folder, file);
      if (!existsSync(path) || (folder !== '.' && !IN_IMAGES.test(root) && !staysInside(root, path))) continue;
      return classNames(entriesOf(path), undefined, path).names;
    }
  }
  return undefined;
}

/** The boxes of a text, or why it cannot be used. */
function boxesIn(path: string, nameOf: (number: number) => string): TrueBox[] | string {
  let text: string;
  try {
    text = readText(path, TABLE);
  } catch (error) {
    if (!(error instanceof LensError)) throw error;
    return `its label file cannot be read: ${error.what}`;
  }
  const boxes: TrueBox[] = [];
  for (const [at, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === '') continue;
    const box = boxInLine(line.trim(), nameOf);
    if (typeof box === 'string') return `line ${at + 1} of its label file ${box}`;
    if (boxes.push(box) > MOST_BOXES) return `its label file holds more than ${MOST_BOXES} boxes`;
  }
  return boxes;
}
