import type { CompleteRecipe, Recipe } from '../../../protocol/recipe';

/** How images become what a network is given. */
export type ImageRecipe = Pick<CompleteRecipe, 'color' | 'size' | 'fit' | 'kernel' | 'range' | 'mean' | 'std'> &
  Partial<CompleteRecipe>;

/** Images are brought from 0 … 1 to about −2 … 2 before a network sees them that does not say how. */
const [MEAN, DEVIATION] = [0.5, 0.25];

export function usualImages(size: readonly [number, number], color: 'rgb' | 'gray') {
  const each = (value: number): number[] => new Array<number>(color === 'gray' ? 1 : 3).fill(value);
  return {
    color,
    layout: 'nchw',
    size,
    fit: 'cover',
    kernel: 'linear',
    range: [0, 1],
    mean: each(MEAN),
    std: each(DEVIATION),
  } as const;
}

const STATED = [
  ...(['color', 'layout', 'size', 'fit', 'kernel', 'resizeShorter'] as const),
  ...(['range', 'black', 'white', 'composite', 'mean', 'std'] as const),
];

/** The same as a sidecar says it. */
export const sidecarOf = (images: ImageRecipe): Recipe =>
  Object.fromEntries(STATED.flatMap((field) => ((images[field] ?? null) === null ? [] : [[field, images[field]]])));

/** What tells whether two networks can learn from images that were decoded once. */
export const decodingKey = ({ color, size, fit, kernel, resizeShorter, white, black, mean }: ImageRecipe): string =>
  JSON.stringify([color === 'gray', size, fit, kernel, resizeShorter, white, black, mean.length]);
