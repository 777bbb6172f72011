import path from 'node:path';
import { root } from './paths.mjs';

/** A module of the end-to-end tests' driver, which is TypeScript: `workbench`, `code-server`, `explain`, `workspace`. */
export async function driver(name) {
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(path.join(root, 'test/e2e', `${name}.ts`), import.meta.url);
}
