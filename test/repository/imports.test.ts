import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { cyclesIn, importedValues, writtenImports, type Imports } from '../support/imports';

/** Circles of types alone, with the reason why they stay. */
const CIRCLES_OF_TYPES = new Map([
  [
    'src/engine/attribution: masking, method.ts',
    'a method may name the masks it is going to run, and those who run masks take the context of a method',
  ],
]);

const meta = path.resolve(__dirname, '../../dist/meta');
const bundles = (): string[] =>
  readdirSync(meta, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));

/** The folder that is nearest to two files, and what of it each of them is: a folder or a file. */
function neighbours(from: string, to: string): { folder: string; from: string; to: string } {
  const [a, b] = [from.split('/'), to.split('/')];
  const depth = a.findIndex((part, i) => part !== b[i]);
  return { folder: a.slice(0, depth).join('/'), from: a[depth], to: b[depth] };
}

/** Circles among what lies side by side in each folder, as `folder: members`. */
function circlesBeside(imports: Imports): string[] {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const [file, targets] of imports)
    for (const target of targets) {
      if (target === file) continue;
      const { folder, from, to } = neighbours(file, target);
      const edges = folders.get(folder) ?? new Map<string, Set<string>>();
      folders.set(folder, edges.set(from, (edges.get(from) ?? new Set()).add(to)));
    }
  return [...folders].flatMap(([folder, edges]) =>
    cyclesIn(edges).map((members) => `${folder}: ${members.join(', ')}`),
  );
}

describe('imports between neighbours', () => {
  const edges = (...pairs: [string, string][]): Imports =>
    new Map(pairs.map(([from, to]) => [from, new Set([to])] as const));

  it('are looked at for circles', () => {
    assert.deepEqual(circlesBeside(edges(['a/b.ts', 'a/c.ts'], ['a/c.ts', 'a/d.ts'])), []);
    assert.deepEqual(circlesBeside(edges(['a/b.ts', 'a/c/d.ts'], ['a/c/e.ts', 'a/f.ts'], ['a/f.ts', 'a/b.ts'])), [
      'a: b.ts, c, f.ts',
    ]);
  });

  it('go in no circle, in no folder and at no depth', () => {
    const values = importedValues(bundles());
    assert.ok(
      values.has('src/engine/model/opening.ts') && values.has('src/webview/panels/explain.ts'),
      String(values.size),
    );
    assert.deepEqual(circlesBeside(values), []);
  });

  it('go in a circle of types only where there is a reason', () =>
    assert.deepEqual(circlesBeside(writtenImports('src')), [...CIRCLES_OF_TYPES.keys()]));
});
