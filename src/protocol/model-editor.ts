import type { ErrorReport } from './error';
import type { PredictResult } from './prediction';
import { none, type Loading } from './loading';
import type { ImportCheck, ModelDescription } from './model';
import type { DocumentToPage } from './page';
import type { Raster } from './raster';
import type { LabelFile, Recipe } from './recipe';
import type { IllustratedCheck, RecipeCheckPlan } from './recipe-check';

/** The image chosen for the preview, or a folder of images. */
export interface PreviewInput {
  readonly uri: string;
  readonly name: string;
}

/** A field of a recipe that cannot be as it is, and why; null for a sidecar that is no recipe at all. */
export interface RecipeFault {
  readonly field: string | null;
  readonly error: ErrorReport;
}

/** What the model says of the chosen image under a recipe: its first classes, labels or estimates. */
export type TriedPrediction = Pick<PredictResult, 'predictions' | 'link'>;

/** What the model editor shows; the host owns it. */
export interface ModelDocument {
  readonly name: string;
  readonly description: ModelDescription | null;
  /** The sidecar as it is on disk; an empty recipe where there is none. */
  readonly recipe: Recipe;
  readonly sidecar: {
    readonly name: string;
    readonly exists: boolean;
    /** What is wrong with it on disk: until that is mended, the model cannot be run. */
    readonly faults: readonly RecipeFault[];
  };
  /** What is wrong with the recipe that was tried last. */
  readonly faults: readonly RecipeFault[];
  /** Files beside the model that would name its classes, which have no names. */
  readonly labelFiles: readonly LabelFile[];
  readonly input: PreviewInput | null;
  /** What the check of the recipe looks at; null while no image is known. */
  readonly checkFolder: PreviewInput | null;
  /** What it will take. */
  readonly checkPlan: Loading<RecipeCheckPlan>;
  readonly check: Loading<IllustratedCheck>;
  readonly error: ErrorReport | null;
  /**
   * How an imported model compares with TensorFlow.js; `running` while that is found out, null for a model that was not
   * imported.
   */
  readonly importCheck: ImportCheck | 'running' | null;
  /** A model is run, and images are decoded, only in a trusted workspace. */
  readonly trusted: boolean;
}

/** What the editor shows before anything was read. */
export const emptyModel: ModelDocument = Object.freeze<ModelDocument>({
  name: '',
  description: null,
  recipe: {},
  sidecar: { name: '', exists: false, faults: [] },
  faults: [],
  labelFiles: [],
  input: null,
  checkFolder: null,
  checkPlan: none,
  check: none,
  error: null,
  importCheck: null,
  trusted: true,
});

/** Host → model editor. */
export type ModelToPanel =
  | DocumentToPage<ModelDocument>
  /** Brings the check of the recipe into sight. */
  | { readonly kind: 'showCheck' };

/** What the Model editor's page asks. */
export interface ModelCalls {
  /** What the network sees of the image chosen under a recipe; null without one. What holds is told, too. */
  preview: { arguments: { readonly recipe: Recipe }; answer: Raster | null };
  /** What the model says of that image under a recipe; null where it cannot be asked. */
  predict: { arguments: { readonly recipe: Recipe }; answer: TriedPrediction | null };
  /** Writes the sidecar. Rejects for a recipe that is wrong, and writes nothing then. */
  save: { arguments: { readonly recipe: Recipe }; answer: null };
  /** The same, and what is shown of the model elsewhere is made anew. */
  adopt: { arguments: { readonly recipe: Recipe }; answer: null };
}

/** Model editor → host. */
export type ModelToHost =
  | { readonly kind: 'pickInput' }
  | { readonly kind: 'pickCheckFolder' }
  | { readonly kind: 'check' }
  | { readonly kind: 'cancelCheck' }
  | { readonly kind: 'explain' }
  | { readonly kind: 'filters' }
  | { readonly kind: 'evaluate' }
  | { readonly kind: 'openSidecar' }
  | { readonly kind: 'retry' };
