import type { Region } from '../dataset';

/** Where it is said which class every pixel of an image has. */
export type PixelTruth =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'regions';
      readonly width: number;
      readonly height: number;
      readonly objects: readonly { readonly category: string; readonly isCrowd: boolean; readonly region: Region }[];
    };
