/** Images of a folder, by how near their embeddings are to that of an image. */
export interface NearestRequest {
  readonly model: string;
  readonly input: string;
  readonly folder: string;
  /** Images whose mean embedding, each of length 1, stands in place of that of the image. */
  readonly references?: readonly string[];
  /** How many are told. */
  readonly count: number;
}

export interface NearImage {
  readonly path: string;
  /** Cosine of the two embeddings, from −1 to 1. */
  readonly similarity: number;
}

export interface NearestImages {
  /** The nearest first. */
  readonly images: readonly NearImage[];
  /** Images of the folder that were compared. */
  readonly compared: number;
  /** Files that could not be read, and why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** How far a search has come. */
export interface NearestProgress {
  readonly done: number;
  readonly total: number;
}

export interface NearestCalls {
  /** The images of a folder whose embeddings are nearest to that of an image. */
  'input.nearest': { arguments: NearestRequest; answer: NearestImages; event: NearestProgress };
}
