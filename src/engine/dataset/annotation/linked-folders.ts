import { lstatSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AnnotationForm } from './annotation';

/** Class sub-folders in which an image with several labels lies in one of them, and as a link in the others. */
export const linkedFolders: AnnotationForm<readonly string[]> = {
  id: 'folders',
  label: 'Class sub-folders; an image with several labels is linked into each',
  takes: null,
  find({ listing: { root, inputs } }) {
    const nested = inputs.filter((name) => name.includes('/'));
    if (nested.length === 0 || 2 * nested.length < inputs.length) return null;
    const files = new Map<string, string[]>();
    for (const name of nested) {
      const file = fileOf(join(root, name));
      files.set(file, [...(files.get(file) ?? []), name]);
    }
    const of = new Map<string, readonly string[]>();
    const links = new Set<string>();
    for (const names of files.values()) {
      // The file itself stands for its links.
      const own = names.find((name) => !isLink(join(root, name))) ?? names[0];
      of.set(own, [...new Set(names.map((name) => name.slice(0, name.indexOf('/'))))]);
      for (const name of names) if (name !== own) links.add(name);
    }
    const labels = new Set([...of.values()].flat());
    return {
      description: `Labels from ${labels.size} sub-folders, ${links.size} by links (${of.size} files)`,
      of,
      names: [...labels].sort(),
      owns: (name) => links.has(name),
    };
  },
};

/** What several names of one file have in common. */
function fileOf(path: string): string {
  try {
    const { dev, ino, nlink } = statSync(path);
    return nlink > 1 && ino > 0 ? `${dev}:${ino}` : realpathSync(path);
  } catch {
    return path;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}
