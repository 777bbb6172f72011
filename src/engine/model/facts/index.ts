import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Guess, Recipe } from '../../../protocol/recipe';
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

/** What a tool has written beside a model, and in which file. */
export interface Facts {
  readonly fields: Recipe;
  readonly source: string;
}

/** A recipe with what lies beside its model, and whose word each field is: none of the sidecar's, and so to be seen. */
export interface ToldRecipe {
  readonly recipe: Recipe;
  readonly told: readonly Guess[];
}

/**
 * Fills what a sidecar leaves open with what the tool that made the model has written. A sidecar that names a preset has
 * told everything.
 * @param channels of the model where they are known: facts of colours are none of models of other channels
 */
export function withFacts(given: Recipe, facts: Facts | null, channels?: number): ToldRecipe {
  if (given.preset || !facts) return { recipe: given, told: [] };
  const { fields: known, source } = facts;
  const fields = TOGETHER.filter((names) => names.every((name) => given[name] === undefined))
    .flat()
    .filter((name) => known[name] !== undefined && (channels === undefined || fits(name, known, channels)));
  return {
    recipe: { ...given, ...(Object.fromEntries(fields.map((name) => [name, known[name]])) as Recipe) },
    told: fields.map((field) => ({ field, reason: `${source} beside the model says so` })),
  };
}

function fits(name: keyof Recipe, { mean, std }: Recipe, channels: number): boolean {
  if (name === 'color') return channels === 3;
  const numbers = name === 'mean' ? mean : name === 'std' ? std : undefined;
  return numbers === undefined || numbers.length === 1 || numbers.length === channels;
}

/** What the tool that made a model has written beside it; null where there is nothing of the kind. */
export function factsBeside(model: string): Facts | null {
  const own = dirname(model);
  // Exports to ONNX lie in a folder of their own below the files of the model.
  const folders = basename(own) === 'onnx' ? [own, dirname(own)] : [own];
  for (const folder of folders)
    for (const file of FACT_FILES) {
      const fields = factsIn(join(folder, file.name), file);
      if (fields) return { fields, source: file.name };
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
