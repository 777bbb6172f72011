import type { Model } from '../graph/model';
import { hasTrait } from '../graph/operators';
import { ancestorsOf } from '../graph/path';
import type { ClassNames } from '../label/class-names';
import { classNames } from '../label/class-names';
import { cocoNames } from '../label/coco';
import { python } from '../label/python';
import type { Detector } from '../task/detection/detector';

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

/**
 * Of how many classes a detector tells one: those among which it chooses. Where each proposal tells its class, the graph
 * shows only that COCO's number of them has probabilities.
 */
export function namedClasses({ classes, labels, model: { graph } }: Detector): number {
  if (!labels) return classes;
  const probabilities = ancestorsOf(graph, labels).filter(
    (node) => hasTrait(node, 'probability') || hasTrait(node, 'softmax'),
  );
  const lengths = probabilities.flatMap(({ outputs: [name] }) => graph.values.get(name)?.shape?.slice(1) ?? []);
  return lengths.find((length): length is number => typeof length === 'number' && !!cocoNames(length)) ?? classes;
}

/** Names that cannot be read are none. */
function readable(text: string): ReturnType<typeof python.read> {
  try {
    return python.read({ text, ending: '.py', where: FIELD });
  } catch {
    return null;
  }
}
