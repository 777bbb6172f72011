import type { Recipe } from '../../protocol/recipe';
import type { CandidateContext, RecipeCandidate } from './candidate';

/** torchvision resizes to 256 before it crops 224. */
const ENLARGED = 256 / 224;

const FITS: readonly { readonly label: string; readonly weight: number; fields(side: number): Recipe }[] = [
  { label: 'the centre is cropped', weight: 1, fields: () => ({ fit: 'cover' }) },
  {
    label: 'the centre is cropped of a larger one',
    weight: 0.7,
    fields: (side) => ({ fit: 'cover', resizeShorter: Math.round(ENLARGED * side) }),
  },
  { label: 'stretched', weight: 0.8, fields: () => ({ fit: 'fill' }) },
  { label: 'bars are added', weight: 0.3, fields: () => ({ fit: 'contain' }) },
];
const KERNELS: readonly { readonly kernel: 'linear' | 'cubic'; readonly weight: number }[] = [
  { kernel: 'linear', weight: 1 },
  { kernel: 'cubic', weight: 0.5 },
];

/** Ways of bringing an image of another shape to the network's size. */
export function framingCandidates({ dims: [, height, width] }: Pick<CandidateContext, 'dims'>): RecipeCandidate[] {
  return FITS.flatMap(({ label, weight, fields }) =>
    KERNELS.map(({ kernel, weight: share }) => ({
      label: `${label}, ${kernel} kernel`,
      weight: weight * share,
      fields: { ...fields(Math.min(height, width)), kernel },
    })),
  );
}
