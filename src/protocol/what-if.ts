import type { MapUnit } from './method';
import type { PredictResult } from './prediction';
import type { TargetRequest } from './explain';
import type { FloatMap, Raster } from './raster';

/** A finished map, and what it says by itself of a change of the image. */
export interface ExpectingMap {
  /** The card's id. */
  readonly card: string;
  readonly map: FloatMap;
  readonly unit: MapUnit;
  /** Its values add up to the score's distance from a baseline. */
  readonly complete: boolean;
}

/**
 * How a map tells of a change: by its slopes, Σ map · Δx; by what it gives to the pixels that changed, −Σ map, as if they
 * were taken away; or not at all.
 */
export type ExpectationRule = 'slope' | 'sum' | 'none';

export interface Expectation {
  readonly card: string;
  readonly rule: ExpectationRule;
  /** The change of the score; null where the map tells of none. */
  readonly change: number | null;
}

/** What became of the prediction with the image. */
export interface WhatIfResult {
  readonly before: Pick<PredictResult, 'predictions' | 'link'>;
  readonly after: Pick<PredictResult, 'predictions'>;
  /** By how much the score that is explained has changed. */
  readonly change: number;
  readonly expected: readonly Expectation[];
  /** Share of the pixels that are others. */
  readonly changed: number;
}

export interface WhatIfCalls {
  /** What the model says of a changed copy of an image, as the network sees it. */
  'image.whatIf': {
    arguments: TargetRequest & { model: string; input: string; raster: Raster; maps: readonly ExpectingMap[] };
    answer: WhatIfResult;
    event: never;
  };
  /** Fills the pixels of a mask from those around it: ROAD's linear imputation without its noise. */
  'image.inpaint': { arguments: { raster: Raster; mask: FloatMap }; answer: Raster; event: never };
  /** The image in its own size with what was changed of its copy, as a PNG. */
  'image.changed': {
    arguments: { model: string; input: string; raster: Raster };
    answer: { readonly png: Uint8Array };
    event: never;
  };
}

/** What the Explain panel's page asks about a changed copy of the image shown. */
export interface WhatIfQuestions {
  whatIf: { arguments: Raster; answer: WhatIfResult };
  inpaint: { arguments: { readonly raster: Raster; readonly mask: FloatMap }; answer: Raster };
  /** Writes it as a new image beside the other; its name. */
  keepImage: { arguments: Raster; answer: string };
}
