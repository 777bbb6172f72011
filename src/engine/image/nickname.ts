import type { CompleteRecipe } from '../../protocol/recipe';

/** The nickname a sidecar gives a layer; a tensor may be called like a key that every object has. */
export function nicknameOf({ layers }: Pick<CompleteRecipe, 'layers'>, tensor: string): string | undefined {
  return Object.hasOwn(layers, tensor) ? layers[tensor] : undefined;
}

/** A layer as a file describes it. */
interface NamedLayer {
  readonly tensor: string;
  readonly name?: string;
  readonly module?: string;
}

/**
 * What a layer is called wherever one is shown: by its nickname, else by the module it came from, its node's name or its
 * tensor. Nodes need no names; tensors have one always.
 */
export function layerLabel(recipe: Pick<CompleteRecipe, 'layers'>, { tensor, name, module }: NamedLayer): string {
  return nicknameOf(recipe, tensor) || module || name || tensor;
}
