import { LensError } from '../../../protocol/error';
import { gridOf } from '../../graph/layout';
import type { Network } from '../../session/network';
import type { FloatTensor } from '../../tensor/tensor';
import type { MethodContext } from '../method';
import { gridOfSides, positionsOf, type Grid } from './grid';

/** Activations (or gradients) of a layer as channels over positions. */
export interface Features extends Grid {
  readonly channels: number;
  /** values[channel · positions + position]. */
  readonly values: Float32Array;
}

/** How a layer's tensor [1, …] is read as channels over positions. */
export type Layout = Grid & { readonly channels: number } & (
    | { readonly kind: 'channels-first' }
    | { readonly kind: 'channels-last' }
    /** Tokens [1, T, D]: the first `extra` tokens (class, distillation) have no place in the image. */
    | { readonly kind: 'tokens'; readonly extra: number }
  );

const MOST_EXTRA_TOKENS = 8;

/** The layout of a layer: by the meaning of its axes where the graph tells it, else by its shape. */
export const layerLayout = (
  { network, input }: Pick<MethodContext, 'network' | 'input'>,
  layer: string,
  dims: readonly number[],
): Layout => networkLayout(network, layer, dims, input.dims);

/** The same for any input [1, …] of the network. */
export function networkLayout(
  network: Network,
  layer: string,
  dims: readonly number[],
  inputDims: readonly number[],
): Layout {
  if (dims[0] !== 1)
    throw new LensError({
      code: 'wrong-shape',
      what: `the layer ${layer} holds ${dims[0]} windows of each image, [${dims.join(', ')}]`,
      next: 'Choose a layer before the image is cut into windows, or behind where they are put together again',
    });
  const known = network.parts.layoutOf(layer);
  const order = known?.roles.join();
  if (order === 'batch,channel,row,column')
    return { kind: 'channels-first', channels: dims[1], height: dims[2], width: dims[3] };
  if (order === 'batch,row,column,channel')
    return { kind: 'channels-last', channels: dims[3], height: dims[1], width: dims[2] };
  const grid = known && dims.length === 3 && inputDims.length === 4 ? gridOf(known, dims[1]) : undefined;
  if (grid) return { kind: 'tokens', channels: dims[2], height: grid.rows, width: grid.columns, extra: grid.prefix };
  return layoutOf(dims, inputDims);
}

/**
 * The layout of a layer for an input [1, C, D, H, W], [1, C, H, W] or [1, C, L].
 * Rank 3 under an image is a sequence of tokens: the grid has the image's aspect, what is left over comes first.
 * @throws LensError when the tensor has no spatial extent
 */
export function layoutOf(dims: readonly number[], inputDims: readonly number[]): Layout {
  const aspect = inputDims.length === 4 ? inputDims[2] / inputDims[3] : 1;
  if (dims.length === inputDims.length && [3, 5].includes(dims.length))
    return { kind: 'channels-first', channels: dims[1], ...gridOfSides(dims.slice(2)) };
  if (dims.length === 4 && inputDims.length < 5) {
    const last =
      Math.abs(dims[1] / dims[2] - aspect) < 0.01 && Math.abs(dims[2] / dims[3] - aspect) > 0.01 && dims[3] > dims[1];
    return last
      ? { kind: 'channels-last', channels: dims[3], height: dims[1], width: dims[2] }
      : { kind: 'channels-first', channels: dims[1], height: dims[2], width: dims[3] };
  }
  if (dims.length === 3 && inputDims.length < 5) {
    for (let extra = 0; extra <= MOST_EXTRA_TOKENS; extra++) {
      const height = Math.round(Math.sqrt((dims[1] - extra) * aspect));
      const width = Math.round(height / aspect);
      if (height > 0 && height * width === dims[1] - extra)
        return { kind: 'tokens', channels: dims[2], height, width, extra };
    }
  }
  throw new LensError({
    code: 'wrong-shape',
    what: `a layer of shape [${dims.join(', ')}] has no places in the image`,
    next: 'Choose a convolutional layer, or a token sequence of a transformer',
  });
}

/** A layer's tensor [1, …] in the one form all CAM methods compute with. */
export function featuresOf(tensor: FloatTensor, layout: Layout): Features {
  const { channels, depth, height, width } = layout;
  const grid = { ...(depth !== undefined && { depth }), height, width };
  if (layout.kind === 'channels-first') return { channels, ...grid, values: tensor.data };
  const skip = layout.kind === 'tokens' ? layout.extra : 0;
  const positions = positionsOf(grid);
  const values = new Float32Array(channels * positions);
  for (let p = 0; p < positions; p++)
    for (let c = 0; c < channels; c++) values[c * positions + p] = tensor.data[(p + skip) * channels + c];
  return { channels, ...grid, values };
}
