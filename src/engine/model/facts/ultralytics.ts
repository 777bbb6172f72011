import type { Recipe } from '../../../protocol/recipe';
import { classNames } from '../../label/class-names';
import { python } from '../../label/python';

/**
 * How Ultralytics makes the images of its classifiers, by what its exporter writes into them: the middle square, from 0
 * to 1. Its detectors are known by their outputs.
 * @see https://github.com/ultralytics/ultralytics/blob/main/ultralytics/data/augment.py classify_transforms
 */
export function ultralytics(metadata: ReadonlyMap<string, string>): Recipe | null {
  if (metadata.get('author') !== 'Ultralytics' || metadata.get('task') !== 'classify') return null;
  const labels = labelsIn(metadata.get('names') ?? '');
  return { color: 'rgb', range: [0, 1], fit: 'cover', kernel: 'linear', ...(labels && { labels }) };
}

/** Names that cannot be read are none. */
function labelsIn(text: string): readonly string[] | undefined {
  try {
    const entries = python.read({ text, ending: '.py', where: 'names' });
    return entries && entries.length > 0 ? classNames(entries, undefined, 'names').names : undefined;
  } catch {
    return undefined;
  }
}
