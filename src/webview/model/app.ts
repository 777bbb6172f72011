import type { Loading } from '../../protocol/loading';
import type { ModelDescription } from '../../protocol/model';
import type { ModelDocument, ModelToHost, RecipeFault, TriedPrediction } from '../../protocol/model-editor';
import type { PageToHost } from '../../protocol/page';
import type { Raster } from '../../protocol/raster';
import type { Recipe } from '../../protocol/recipe';
import type { CandidateFamily } from '../../protocol/recipe-check';

/** What survives the page being hidden. */
export interface ModelView {
  /** The recipe as edited; null while it is the one on disk. */
  readonly draft: Recipe | null;
}

/** What the components of the Model editor share. */
export interface ModelApp {
  readonly document: ModelDocument;
  readonly draft: ModelView['draft'];
  readonly preview: Loading<Raster | null>;
  /** What the model says of the same image. */
  readonly tried: Loading<TriedPrediction | null>;
  /** What came of the last save. */
  readonly saved: Loading<null>;
  /** What came of writing the recipe that a check found. */
  readonly adopted: Loading<null>;
  post(message: ModelToHost | PageToHost): void;
  /** Changes one field of the draft; undefined takes it out, so that the preset or the guess holds again. */
  edit<K extends keyof Recipe>(field: K, value: Recipe[K] | undefined): void;
  revert(): void;
  save(): void;
  /** Puts what a check has tried into the form, in place of the fields that its family decides. */
  attempt(family: CandidateFamily, fields: Recipe): void;
  /** Writes the recipe that a check found, and has what is shown made anew. */
  adopt(): void;
}

/** The recipe as the form shows it. */
export function recipeOf({ draft, document }: ModelApp): Recipe {
  return draft ?? document.recipe;
}

/** Differs where the structure shown differs; the same model is described anew with every recipe that is tried. */
export function structureKey(description: ModelDescription | null): string {
  return description
    ? JSON.stringify([
        description.hash,
        description.layers.length,
        description.logits,
        description.camLayer,
        description.warnings,
      ])
    : '';
}

/** What is wrong with a field of the recipe; for null, with the sidecar as a whole and with fields the form does not have. */
export function faultsOf(
  { document: { faults } }: ModelApp,
  field: string | null,
  known: readonly string[],
): readonly RecipeFault[] {
  return faults.filter((fault) => (field === null ? !known.includes(fault.field ?? '') : fault.field === field));
}
