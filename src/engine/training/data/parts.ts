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

/** A labelled folder, or the folders `train` and `test` in it. @throws LensError as {@link readExamples} */
export async function readParts(folder: string, options: ReadingOptions): Promise<Parts> {
  const [train, test] = ['train', 'test'].map((name) => join(folder, name));
  if (!isFolder(train)) return { learning: await readExamples(folder, options), test: null };
  const learning = await readExamples(train, options);
  if (!isFolder(test)) return { learning, test: null };
  const { dims, classes, kind } = learning;
  const size = kind === 'images' ? ([dims[1], dims[2]] as const) : undefined;
  return { learning, test: await readExamples(test, { ...options, classes, size }) };
}
