import { existsSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { staysInside } from '../file/workspace';

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
  const candidates = beside.map((place) => ({ place, home: dirname(path) }));
  let root = dirname(path);
  for (let level = 0; level < DEEPEST && dirname(root) !== root; level++, root = dirname(root)) {
    const name = relative(root, path);
    const names = [name, name.slice(0, name.length - extname(name).length)];
    for (const home of [root, dirname(root)])
      for (const one of names)
        candidates.push(...ENDINGS.map((ending) => ({ place: join(home, 'masks', one + ending), home })));
    candidates.push({ place: join(root, 'masks', name), home: root });
  }
  // A link may stand there, but not one that leads elsewhere.
  const found = candidates.find(({ place, home }) => place !== path && existsSync(place) && staysInside(home, place));
  return found?.place ?? null;
}
