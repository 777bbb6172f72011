/** The type of an explanation among the outputs of a notebook. */
export const NOTEBOOK_TYPE = 'application/vnd.saliency-lens+json';

/** An explanation that holds all it is drawn from, for notebooks. */
export interface NotebookResult {
  readonly version: 1;
  /** Names of the files. */
  readonly model: string;
  readonly input: string;
  /** What is explained. */
  readonly target: string;
  readonly predictions: readonly { readonly label: string; readonly score: number }[];
  /** A PNG in base64; null for what is no image. */
  readonly image: string | null;
  readonly maps: readonly NotebookMap[];
}

export interface NotebookMap {
  readonly label: string;
  /** Below the map. */
  readonly note: string;
  /** [C, H, W], or [C, L]. */
  readonly dims: readonly number[];
  /** Little-endian float32 in base64. */
  readonly values: string;
}
