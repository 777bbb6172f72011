import { ClassFinder } from '../../label/class-finder';

/** Whether a text is what a model calls one of its labels. */
export function labelNames(names: readonly string[]): (text: string) => boolean {
  const finder = new ClassFinder(names);
  return (text) => finder.find(text).length > 0;
}
