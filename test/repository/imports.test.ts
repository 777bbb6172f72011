import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const source = path.resolve(__dirname, '../../src');

interface Import {
  readonly from: string;
  readonly to: string;
  /** Only types cross it: nothing is loaded. */
  readonly types: boolean;
}

/** Circles of types alone, as `folder: members`, with the reason why they stay. */
const CIRCLES_OF_TYPES = new Map([
  [
    'engine/attribution: masking, method.ts',
    'a method may name the masks it is going to run, and those who run masks take the context of a method',
  ],
]);

/** The imports of our own modules that a file says, exports from another file among them. */
function importsOf(from: string): Import[] {
  const { statements } = ts.createSourceFile(
    from,
    readFileSync(path.join(source, from), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const specifier = statement.moduleSpecifier;
    if (!specifier || !ts.isStringLiteral(specifier) || !specifier.text.startsWith('.')) return [];
    const target = path.posix.join(path.posix.dirname(from), specifier.text);
    const to = [`${target}.ts`, `${target}/index.ts`].find((file) => existsSync(path.join(source, file)));
    return to ? [{ from, to, types: isOfTypes(statement) }] : [];
  });
}

function isOfTypes(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (!clause || clause.isTypeOnly || clause.name) return clause?.isTypeOnly ?? false;
  const names = clause.namedBindings;
  return names !== undefined && ts.isNamedImports(names) && names.elements.every(({ isTypeOnly }) => isTypeOnly);
}

/** Strongly connected components of two and more (Tarjan 1972). */
function circles(edges: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const found: string[][] = [];
  const seen = new Map<string, { index: number; low: number; onStack: boolean }>();
  const stack: string[] = [];
  const visit = (node: string): { index: number; low: number; onStack: boolean } => {
    const own = { index: seen.size, low: seen.size, onStack: true };
    seen.set(node, own);
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      const other = seen.get(next);
      if (!other) own.low = Math.min(own.low, visit(next).low);
      else if (other.onStack) own.low = Math.min(own.low, other.index);
    }
    if (own.low === own.index) {
      const members = stack.splice(stack.indexOf(node));
      for (const member of members) (seen.get(member) as { onStack: boolean }).onStack = false;
      if (members.length > 1) found.push(members.sort());
    }
    return own;
  };
  for (const node of edges.keys()) if (!seen.has(node)) visit(node);
  return found;
}

/** The folder of two files that is nearest to both, and what of it each of them is: a folder or a file. */
function neighbours({ from, to }: Import): { folder: string; from: string; to: string } {
  const [a, b] = [from.split('/'), to.split('/')];
  const depth = a.findIndex((part, i) => part !== b[i]);
  return { folder: a.slice(0, depth).join('/'), from: a[depth], to: b[depth] };
}

/** Circles among what lies side by side in each folder, as `folder: members`. */
function circlesBeside(imports: readonly Import[]): string[] {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const one of imports.filter(({ from, to }) => from !== to)) {
    const { folder, from, to } = neighbours(one);
    const edges = folders.get(folder) ?? new Map<string, Set<string>>();
    folders.set(folder, edges.set(from, (edges.get(from) ?? new Set()).add(to)));
  }
  return [...folders].flatMap(([folder, edges]) => circles(edges).map((members) => `${folder}: ${members.join(', ')}`));
}

describe('imports', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replace(/\\/g, '/'))
    .filter((name) => name.endsWith('.ts'));
  const imports = files.flatMap(importsOf);

  it('are found', () => {
    assert.ok(imports.length > files.length);
    assert.ok(imports.some(({ types }) => types) && imports.some(({ types }) => !types));
  });

  it('are looked at for circles', () => {
    const edge = (from: string, to: string): Import => ({ from, to, types: false });
    assert.deepEqual(circlesBeside([edge('a/b.ts', 'a/c.ts'), edge('a/c.ts', 'a/d.ts')]), []);
    assert.deepEqual(
      circlesBeside([edge('a/b.ts', 'a/c/d.ts'), edge('a/c/e.ts', 'a/f.ts'), edge('a/f.ts', 'a/b.ts')]),
      ['a: b.ts, c, f.ts'],
    );
  });

  it('go in no circle between files, or between folders that lie side by side', () =>
    assert.deepEqual(circlesBeside(imports.filter(({ types }) => !types)), []));

  it('of types do so only where there is a reason', () =>
    assert.deepEqual(circlesBeside(imports), [...CIRCLES_OF_TYPES.keys()]));

  it('of opening a model never climb back', () => {
    const rooms = ['file', 'label', 'tensor', 'graph', 'format', 'gradient', 'image', 'session', 'model'];
    const level = (file: string): number => rooms.indexOf(file.split('/')[1]);
    const climbing = imports.filter(
      ({ from, to }) => from.startsWith('engine/') && level(from) >= 0 && level(to) > level(from),
    );
    assert.deepEqual(climbing, []);
  });
});
