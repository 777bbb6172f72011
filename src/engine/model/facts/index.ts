import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CompleteRecipe, Guess, Recipe } from '../../../protocol/recipe';
import { readJson } from '../../file/json';
import { SIDECAR } from '../../file/kind';
import { isRecord, type FactFile } from './fact';
import { huggingFace } from './hugging-face';
import { timm } from './timm';

const FACT_FILES: readonly FactFile[] = Object.freeze([huggingFace, timm]);

/** Fields that are told together: who states one of them states the others by it. */
const TOGETHER: readonly (readonly (keyof Recipe)[])[] = [
  ['color', 'range', 'mean', 'std'],
  ['fit', 'resizeShorter'],
  ['kernel'],
  ['size'],
];

/** A recipe with what lies beside its model, and whose word each field is. */
export interface ToldRecipe {
  readonly recipe: Recipe;
  readonly told: readonly Guess[];
}

/**
 * Fills what a sidecar leaves open with what the tool that made the model has written beside it. A sidecar that names a
 * preset has told everything.
 */
export function withFactsBeside(model: string, given: Recipe): ToldRecipe {
  if (given.preset) return { recipe: given, told: [] };
  const found = factsBeside(model);
  if (!found) return { recipe: given, told: [] };
  const fields = TOGETHER.filter((names) => names.every((name) => given[name] === undefined))
    .flat()
    .filter((name) => found.facts[name] !== undefined);
  const facts = Object.fromEntries(fields.map((name) => [name, found.facts[name]])) as Recipe;
  return {
    recipe: { ...given, ...facts },
    told: fields.map((field) => ({ field, reason: `${found.source} beside the model says so` })),
  };
}

/** The complete recipe with whose word each field is: none of the sidecar's, and so to be seen. */
export const namingSources = (recipe: CompleteRecipe, told: readonly Guess[]): CompleteRecipe =>
  told.length === 0 ? recipe : { ...recipe, guessed: [...recipe.guessed, ...told] };

function factsBeside(model: string): { facts: Recipe; source: string } | null {
  const own = dirname(model);
  // Exports to ONNX lie in a folder of their own below the files of the model.
  const folders = basename(own) === 'onnx' ? [own, dirname(own)] : [own];
  for (const folder of folders)
    for (const file of FACT_FILES) {
      const facts = factsIn(join(folder, file.name), file);
      if (facts) return { facts, source: file.name };
    }
  return null;
}

/** What is no regular file, no JSON, or another tool's file of that name tells nothing. */
function factsIn(path: string, file: FactFile): Recipe | null {
  if (!lstatSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  try {
    const content = readJson(path, SIDECAR);
    return isRecord(content) ? file.read(content) : null;
  } catch {
    return null;
  }
}
