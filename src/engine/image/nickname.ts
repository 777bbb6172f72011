import type { CompleteRecipe } from '../../protocol/recipe';

/** The nickname a sidecar gives a layer; a tensor may be called like a key that every object has. */
export function nicknameOf({ layers }: Pick<CompleteRecipe, 'layers'>, tensor: string): string | undefined {
  return Object.hasOwn(layers, tensor) ? layers[tensor] : undefined;
}
