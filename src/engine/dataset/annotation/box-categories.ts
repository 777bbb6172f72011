import type { AnnotationForm } from './annotation';
import type { TrueBoxes } from './true-box';

/** The labels of the objects in an image, from a way in which boxes are kept. */
export function boxCategories({ find, ...form }: AnnotationForm<TrueBoxes>): AnnotationForm<readonly string[]> {
  return {
    ...form,
    find(search) {
      const found = find(search);
      if (!found) return null;
      const labels = [...found.of].map(([name, { boxes }]): [string, readonly string[]] => [
        name,
        [...new Set(boxes.map(({ label }) => label))],
      ]);
      return { ...found, of: new Map(labels) };
    },
  };
}
