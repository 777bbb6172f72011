import type { Model } from '../graph/model';
import type { ClassNames } from '../label/class-names';
import { classNames } from '../label/class-names';
import { cocoNames } from '../label/coco';
import { python } from '../label/python';

/** What exporters of detectors write the names of classes under. */
const FIELD = 'names';

/** The names of a detector's classes that no sidecar gives: those in the file, or COCO's where there are as many. */
export function detectedNames({ metadata }: Model, classes: number): ClassNames | undefined {
  const written = metadata.get(FIELD);
  const entries = written === undefined ? null : readable(written);
  if (entries && entries.length > 0) return classNames(entries, classes, FIELD);
  const names = cocoNames(classes);
  return (
    names && {
      names,
      aliases: [],
      notes: [`The ${classes} classes are called as COCO's are, because nothing else names them.`],
    }
  );
}

/** Names that cannot be read are none. */
function readable(text: string): ReturnType<typeof python.read> {
  try {
    return python.read({ text, ending: '.py', where: FIELD });
  } catch {
    return null;
  }
}
