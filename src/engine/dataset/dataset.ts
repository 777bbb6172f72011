/** Where a sample's object mask comes from. */
export type MaskSource =
  | { readonly kind: 'file'; readonly path: string }
  /** An image whose values are class indices and nothing else. */
  | { readonly kind: 'label-map'; readonly path: string }
  | { readonly kind: 'regions'; readonly width: number; readonly height: number; readonly regions: readonly Region[] };

/** An object's outline in pixels of the original image, as COCO writes it. */
export type Region =
  | { readonly kind: 'polygons'; readonly polygons: readonly (readonly number[])[] }
  | { readonly kind: 'runs'; readonly counts: readonly number[]; readonly width: number; readonly height: number }
  | { readonly kind: 'box'; readonly box: readonly [left: number, top: number, width: number, height: number] };

/** One input of a labelled set. */
export interface Sample {
  /** Path relative to the set's folder, with `/`. */
  readonly name: string;
  readonly path: string;
  /** Index into the set's classes; null where the set has no labels. */
  readonly label: number | null;
  readonly mask: MaskSource | null;
}

/** A file that takes no part, and why. */
export interface LeftOut {
  readonly name: string;
  readonly reason: string;
}

export interface Dataset {
  readonly root: string;
  /** In the order of the model's outputs where its labels are known; else sorted. */
  readonly classes: readonly string[];
  readonly samples: readonly Sample[];
  readonly leftOut: readonly LeftOut[];
  /** How labels were found: the id of a labelling, and a sentence a person can check. */
  readonly labelling: { readonly id: string; readonly description: string };
  /** What a person should know about how labels were read. */
  readonly notes: readonly string[];
}
