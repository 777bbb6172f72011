import type { AnnotationForm } from './annotation';
import { mapFiles } from './map-files';

/** Where it is said which numbers every pixel of an image has. */
export interface NumberMapTruth {
  readonly path: string;
  /** What numbers of the file are multiplied by. */
  readonly scale: number;
  /** The number of pixels of which nothing is known, as the file has it; others than finite ones always say so. */
  readonly without: number | null;
}

/** Folders of numbers, beside those of label maps. */
const FOLDERS =
  /^(targets?|depths?|disparit(y|ies)|normals?|densit(y|ies)|heat[-_]?maps?|number[-_]?maps?|flow|clean|hr|high[-_]?res)$/i;

/** `depth times 0.001 without 0`: millimetres as metres, and no pixel of 0. */
const ARGUMENT = /^(.*?)(?:(?:^|\s+)times\s+(\S+))?(?:(?:^|\s+)without\s+(\S+))?$/;

/** Numbers for every pixel of each image. */
export const numberMaps: AnnotationForm<NumberMapTruth> = {
  id: 'number-maps',
  label: 'Maps of numbers: a .npy, TIFF or PNG for each image, in targets/, depth/, labels/ or masks/',
  takes: 'folder',
  find(search) {
    const [, folder, times, without] = ARGUMENT.exec(search.argument ?? '') ?? [];
    const scale = times === undefined ? 1 : Number(times);
    const missing = without === undefined ? null : Number(without);
    // What is no number belongs to the name of a folder.
    const isUnderstood = Number.isFinite(scale) && (missing === null || Number.isFinite(missing));
    const argument = isUnderstood ? folder || undefined : search.argument;
    const found = mapFiles({ ...search, argument }, { example: 'number-maps:depth', folders: FOLDERS });
    if (!found) return null;
    const how = isUnderstood ? { scale, without: missing } : { scale: 1, without: null };
    const said = [
      `Numbers of every pixel of ${found.of.size} images`,
      how.scale !== 1 && `times ${how.scale}`,
      how.without !== null && `without pixels of ${how.without}`,
    ];
    return {
      description: said.filter(Boolean).join(', '),
      of: new Map([...found.of].map(([name, path]) => [name, { path, ...how }])),
      owns: found.isOwn,
    };
  },
};
