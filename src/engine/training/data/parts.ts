import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Examples } from './examples';
import { readExamples, type ReadingOptions } from './reading';

/** What is learned from, and what is tested with where the folder has it apart. */
export interface Parts {
  readonly learning: Examples;
  readonly test: Examples | null;
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

/** Where the parts lie: a labelled folder itself, or the folders `train` and `test` in it. */
export function partFolders(folder: string): { readonly learning: string; readonly test: string | null } {
  const [train, test] = ['train', 'test'].map((name) => join(folder, name));
  if (!isFolder(train)) return { learning: folder, test: null };
  return { learning: train, test: isFolder(test) ? test : null };
}

/** A labelled folder, or the folders `train` and `test` in it. @throws LensError as {@link readExamples} */
export async function readParts(folder: string, options: ReadingOptions): Promise<Parts> {
  const places = partFolders(folder);
  const learning = await readExamples(places.learning, {
    ...options,
    place: places.learning === folder ? '' : 'train/',
  });
  if (places.test === null) return { learning, test: null };
  const { dims, classes, kind } = learning;
  const size = kind === 'images' ? ([dims[1], dims[2]] as const) : undefined;
  return { learning, test: await readExamples(places.test, { ...options, classes, size, place: 'test/' }) };
}
