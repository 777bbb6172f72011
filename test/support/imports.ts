import { existsSync, readFileSync, readdirSync } from 'node:fs';
import * as path from 'node:path';
import { preProcessFile } from 'typescript';

const root = path.resolve(__dirname, '../..');

/** Which files each file imports, as paths from the root with slashes. */
export type Imports = ReadonlyMap<string, ReadonlySet<string>>;

interface Metafile {
  readonly inputs: Record<string, { readonly imports: readonly { readonly path: string }[] }>;
}

/** What the bundler took in, of several bundles together: without types, which leave nothing behind. */
export function importedValues(bundles: readonly string[]): Imports {
  const found = new Map<string, Set<string>>();
  for (const name of bundles) {
    const { inputs } = JSON.parse(readFileSync(path.join(root, 'dist/meta', `${name}.json`), 'utf8')) as Metafile;
    for (const [file, { imports }] of Object.entries(inputs).filter(([file]) => file.startsWith('src/'))) {
      const known = found.get(file) ?? new Set();
      for (const each of imports) if (each.path.startsWith('src/')) known.add(each.path);
      found.set(file, known);
    }
  }
  return found;
}

/** Every import that is written in the sources of a folder, types included. */
export function writtenImports(folder: string): Imports {
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .map((file) => [file, importsIn(file)] as const),
  );
}

function importsIn(file: string): Set<string> {
  const { importedFiles } = preProcessFile(readFileSync(path.join(root, file), 'utf8'), true, true);
  const own = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
  return new Set(
    own.map((name) => {
      const place = path.posix.join(path.posix.dirname(file), name);
      return existsSync(path.join(root, `${place}.ts`)) ? `${place}.ts` : `${place}/index.ts`;
    }),
  );
}

/** The same between groups of files: what a group imports of itself does not count. */
export function grouped(imports: Imports, groupOf: (file: string) => string): Imports {
  const groups = new Map<string, Set<string>>();
  for (const [file, targets] of imports) {
    const known = groups.get(groupOf(file)) ?? new Set();
    for (const target of targets) if (groupOf(target) !== groupOf(file)) known.add(groupOf(target));
    groups.set(groupOf(file), known);
  }
  return groups;
}

/** All that is reached from a file, itself included. */
export function reachedFrom(start: string, imports: Imports): Set<string> {
  const reached = new Set([start]);
  for (const file of reached) for (const target of imports.get(file) ?? []) reached.add(target);
  return reached;
}

/** Groups of files that reach one another, each in order of name. */
export function cyclesIn(imports: Imports): string[][] {
  const reached = new Map([...imports.keys()].map((file) => [file, reachedFrom(file, imports)] as const));
  const cycleOf = (file: string): string[] =>
    [...reached.get(file)!].filter((other) => reached.get(other)?.has(file)).sort();
  const cycles = [...imports.keys()].map(cycleOf).filter((cycle) => cycle.length > 1);
  return [...new Map(cycles.map((cycle) => [cycle.join(), cycle])).values()];
}
