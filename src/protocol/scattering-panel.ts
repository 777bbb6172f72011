import type { ExplainInput, PaletteId } from './explain-document';
import { none, type Loading } from './loading';
import type { DocumentToPage } from './page';
import type { ScatteringBank, ScatteringCoefficients, SignalScattering } from './scattering';

/** What is chosen at the top of the ScatNet panel. */
export interface ScatteringSettings {
  /** Scales and angles. */
  readonly J: number;
  readonly L: number;
  /** To which an image is brought, and for which the bank is made. */
  readonly height: number;
  readonly width: number;
  readonly maxOrder: 1 | 2;
  /** First-order wavelets of an octave, for signals. */
  readonly Q: number;
}

/** What the ScatNet panel shows; the host owns it. */
export interface ScatteringDocument {
  readonly settings: ScatteringSettings;
  readonly image: ExplainInput | null;
  readonly bank: Loading<ScatteringBank>;
  /** Of an image, or of a signal. */
  readonly coefficients: Loading<ScatteringCoefficients | SignalScattering>;
  /** Coefficients are computed by a network that is run; the bank is not. */
  readonly trusted: boolean;
  readonly palette: PaletteId;
}

/** What brings a panel back after a reload; the page keeps it for the host. */
export interface ScatteringSubject {
  readonly settings: ScatteringSettings;
  readonly image: string | null;
}

export type ScatteringViewName = 'bank' | 'coefficients';

/** Host → ScatNet panel. */
export type ScatteringToPanel =
  | DocumentToPage<ScatteringDocument>
  /** What the user asked to see. */
  | { readonly kind: 'look'; readonly view: ScatteringViewName };

/** ScatNet panel → host. */
export type ScatteringToHost =
  | { readonly kind: 'retry' }
  | { readonly kind: 'settings'; readonly settings: ScatteringSettings }
  /** Coefficients are looked at from now on. */
  | { readonly kind: 'coefficients' }
  | { readonly kind: 'pickImage' };

/** A bank that suits an image of 128 × 128, as in Bruna and Mallat's examples. */
export const emptyScattering: ScatteringDocument = Object.freeze({
  settings: Object.freeze({ J: 3, L: 8, height: 128, width: 128, maxOrder: 2, Q: 8 }),
  image: null,
  bank: none,
  coefficients: none,
  trusted: true,
  palette: 'blue-red',
});
