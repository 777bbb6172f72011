import type { ErrorReport } from './error';
import type { ImportCheck, ModelDescription } from './model';
import type { DocumentToPage } from './page';
import type { Raster } from './raster';
import type { Recipe } from './recipe';

/** The image chosen for the preview. */
export interface PreviewInput {
  readonly uri: string;
  readonly name: string;
}

/** What the model editor shows; the host owns it. */
export interface ModelDocument {
  readonly name: string;
  readonly description: ModelDescription | null;
  /** The sidecar as it is on disk; an empty recipe where there is none. */
  readonly recipe: Recipe;
  readonly sidecar: { readonly name: string; readonly exists: boolean };
  readonly input: PreviewInput | null;
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
  sidecar: { name: '', exists: false },
  input: null,
  error: null,
  importCheck: null,
  trusted: true,
});

/** Host → model editor. */
export type ModelToPanel = DocumentToPage<ModelDocument>;

/** What the Model editor's page asks. */
export interface ModelCalls {
  /** What the network sees of the image chosen under a recipe; null without one. What holds is told, too. */
  preview: { arguments: { readonly recipe: Recipe }; answer: Raster | null };
  /** Writes the sidecar. */
  save: { arguments: { readonly recipe: Recipe }; answer: null };
}

/** Model editor → host. */
export type ModelToHost =
  | { readonly kind: 'pickInput' }
  | { readonly kind: 'explain' }
  | { readonly kind: 'filters' }
  | { readonly kind: 'evaluate' }
  | { readonly kind: 'openSidecar' }
  | { readonly kind: 'retry' };
