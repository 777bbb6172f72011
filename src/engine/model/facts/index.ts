import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Guess, Recipe } from '../../../protocol/recipe';
import { readJson } from '../../file/json';
import { SIDECAR } from '../../file/kind';
import type { Model } from '../../graph/model';
import { isRecord, type FactFile } from './fact';
import { huggingFace, huggingFaceLabels } from './hugging-face';
import { teachableMachine } from './teachable-machine';
import type { ModelFile } from '../model-file';
import { kerasApplication } from './keras-applications';
import { onnxMetadata } from './onnx-metadata';
import { timm } from './timm';
import { ultralytics } from './ultralytics';

const FACT_FILES: readonly FactFile[] = Object.freeze([huggingFace, timm, huggingFaceLabels, teachableMachine]);

/** Fields that are told together: who states one of them states the others by it. */
const TOGETHER: readonly (readonly (keyof Recipe)[])[] = [
  ['color', 'range', 'mean', 'std'],
  ['fit', 'resizeShorter'],
  ['kernel'],
  ['size'],
  ['labels'],
];

/** What a tool has written into a model or beside it, and where. */
export interface Facts {
  readonly fields: Recipe;
  /** In words: "config.json beside the model". */
  readonly source: string;
}

/** A recipe with what lies beside its model, and whose word each field is: none of the sidecar's, and so to be seen. */
export interface ToldRecipe {
  readonly recipe: Recipe;
  readonly told: readonly Guess[];
}

/**
 * Fills what a sidecar leaves open with what the tools that made the model have written, the first of them first. A
 * sidecar that names a preset has told everything but names.
 * @param channels of the model where they are known: facts of colours are none of models of other channels
 */
export function withFacts(given: Recipe, facts: readonly Facts[], channels?: number): ToldRecipe {
  const open = TOGETHER.filter((names) => names.every((name) => given[name] === undefined)).filter(
    ([first]) => !given.preset || first === 'labels',
  );
  const told = open.flatMap((names) => {
    const teller = facts.find(({ fields }) => names.some((name) => fields[name] !== undefined));
    if (!teller) return [];
    const { fields, source } = teller;
    return names
      .filter((name) => fields[name] !== undefined && (channels === undefined || fits(name, fields, channels)))
      .map((field) => ({ field, value: fields[field], reason: `${source} says so` }));
  });
  return {
    recipe: { ...given, ...(Object.fromEntries(told.map(({ field, value }) => [field, value])) as Recipe) },
    told: told.map(({ field, reason }) => ({ field, reason })),
  };
}

function fits(name: keyof Recipe, { mean, std }: Recipe, channels: number): boolean {
  if (name === 'color') return channels === 3;
  const numbers = name === 'mean' ? mean : name === 'std' ? std : undefined;
  return numbers === undefined || numbers.length === 1 || numbers.length === channels;
}

/** What a tool has written into the file of a model itself; null where it is another tool's. */
const FACTS_INSIDE: readonly { readonly source: (model: Model) => string; read(model: Model): Recipe | null }[] = [
  { source: () => 'the metadata of the model', read: ({ metadata }) => onnxMetadata(metadata) },
  { source: () => "Ultralytics' metadata of the model", read: ({ metadata }) => ultralytics(metadata) },
  { source: ({ graph }) => `the name of the Keras model, ${graph.name},`, read: kerasApplication },
];

/** What the tools that made a model have written into it and beside it, in the order in which they are believed. */
export function factsOf({ path, raw }: Pick<ModelFile, 'path' | 'raw'>): readonly Facts[] {
  const inside = FACTS_INSIDE.flatMap(({ source, read }) => {
    const fields = read(raw);
    return fields ? [{ fields, source: source(raw) }] : [];
  });
  return [...factsBeside(path), ...inside];
}

function factsBeside(model: string): readonly Facts[] {
  const own = dirname(model);
  // Exports to ONNX lie in a folder of their own below the files of the model.
  const folders = basename(own) === 'onnx' ? [own, dirname(own)] : [own];
  return folders.flatMap((folder) =>
    FACT_FILES.flatMap((file) => {
      const fields = factsIn(join(folder, file.name), file);
      return fields ? [{ fields, source: `${file.name} beside the model` }] : [];
    }),
  );
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
