import { extname, join } from 'node:path';
import { LensError } from '../../../protocol/error';
import { TABLE } from '../../file/kind';
import { readText } from '../../file/reading';
import { placeInside } from '../../file/workspace';
import type { LeftOut } from '../dataset';
import { filesUnder } from '../walk';
import type { AnnotationForm, AnnotationSearch } from './annotation';
import { placeOf } from './placing';
import type { TrueBox, TrueBoxes } from './true-box';
import { boxesInVoc } from './voc-file';

/** An XML file for each image. @see http://host.robots.ox.ac.uk/pascal/VOC */
export const voc: AnnotationForm<TrueBoxes> = {
  id: 'voc',
  label: 'Pascal VOC XML files: one for each image, in Annotations/ or beside it',
  takes: 'folder',
  find(search) {
    const { inputs, root } = search.listing;
    const files = filesOf(search);
    const of = new Map<string, TrueBoxes>();
    const faults: LeftOut[] = [];
    for (const name of inputs) {
      const path = files.get(placeOf(name));
      if (path === undefined) continue;
      const boxes = boxesIn(path);
      if (typeof boxes === 'string') faults.push({ name, reason: `its annotation file ${boxes}` });
      else of.set(name, { unit: 'pixels', boxes });
    }
    if (of.size > 0)
      return {
        description: `Boxes from ${of.size} Pascal VOC files, corners as they are written`,
        of,
        faults,
        owns: (name) => isXml(name),
      };
    if (search.argument === undefined) return null;
    throw new LensError({
      code: 'invalid-argument',
      what: faults[0] ? `no annotation file can be used (${faults[0].name}: ${faults[0].reason})` : NONE,
      where: root,
      next: 'Name the folder that holds an XML file for each image: voc:Annotations',
    });
  },
};

const NONE = 'no XML file of the folder of annotations bears the name of an image';
const isXml = (name: string): boolean => extname(name).toLowerCase() === '.xml';

/** Paths by the place that they share with their images. */
function filesOf({ listing: { root, others }, argument }: AnnotationSearch): ReadonlyMap<string, string> {
  const home = argument === undefined ? root : placeInside(root, argument, 'the folder of annotations', root);
  const names = (argument === undefined ? others : filesUnder(home).files).filter(isXml);
  return new Map(names.map((name) => [placeOf(name), join(home, name)]));
}

function boxesIn(path: string): TrueBox[] | string {
  try {
    return boxesInVoc(readText(path, TABLE));
  } catch (error) {
    if (!(error instanceof LensError)) throw error;
    return `cannot be read: ${error.what}`;
  }
}
