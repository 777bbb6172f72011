import { existsSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';

/** So many folders up a folder `masks` is looked for: a set's folder with its classes, its split, its root. */
const DEEPEST = 4;
const ENDINGS = ['.png', '.npy'];

/**
 * The mask file of a single image, whatever set it belongs to: `<image>.mask.png` beside it, or the same path in a
 * folder `masks` above it.
 */
export function maskOfImage(image: string): string | null {
  const path = resolve(image);
  const stem = path.slice(0, path.length - extname(path).length);
  const beside = [path, stem].flatMap((name) => ENDINGS.map((ending) => `${name}.mask${ending}`));
  const above: string[] = [];
  let root = dirname(path);
  for (let level = 0; level < DEEPEST && dirname(root) !== root; level++, root = dirname(root)) {
    const name = relative(root, path);
    const names = [name, name.slice(0, name.length - extname(name).length)];
    for (const folder of [join(root, 'masks'), join(dirname(root), 'masks')])
      above.push(...names.flatMap((one) => ENDINGS.map((ending) => join(folder, one + ending))));
    above.push(join(root, 'masks', name));
  }
  return [...beside, ...above].find((candidate) => existsSync(candidate) && candidate !== path) ?? null;
}
