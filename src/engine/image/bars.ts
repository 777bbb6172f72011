import type { CompleteRecipe } from '../../protocol/recipe';

/** Whether an image of another shape than the network's is shown whole, with bars beside it. */
export const leavesBars = (fit: CompleteRecipe['fit'] | undefined): boolean => fit === 'contain' || fit === 'corner';
