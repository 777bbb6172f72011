import { numberAttribute, numbersAttribute, type Dimension, type Node } from '../../model';
import { isStatic, times } from '../dimension';
import type { ShapeRule } from '../facts';
import { spatialPositions, transposedLength, windowsOf, type Window } from '../window';

/** [N, C, spatial…] convolved with [M, C / group, kernel…]. */
export const convolution: ShapeRule = {
  ops: ['Conv', 'ConvInteger', 'DeformConv'],
  infer: ({ node, shape, type }) => [
    { type: node.op === 'ConvInteger' ? 'int32' : type(0), shape: convolved(node, shape(0), shape(1)) },
  ],
};

export const quantizedConvolution: ShapeRule = {
  ops: ['QLinearConv'],
  infer: ({ node, shape, type }) => [{ type: type(7), shape: convolved(node, shape(0), shape(3)) }],
};

/** [N, C, spatial…] with [C, M / group, kernel…]. */
export const transposedConvolution: ShapeRule = {
  ops: ['ConvTranspose'],
  infer({ node, shape, type }) {
    const input = shape(0);
    const weight = shape(1);
    if (!input || !weight) return [{ type: type(0), shape: null }];
    refuseUnlike(input, weight);
    const windows = kernelWindows(node, weight);
    const stated = numbersAttribute(node, 'output_shape');
    const padding = numbersAttribute(node, 'output_padding');
    const spatial =
      stated?.slice(-windows.length) ??
      windows.map((w, axis) => transposedLength(input[axis + 2], w, padding?.[axis] ?? 0));
    return [{ type: type(0), shape: [input[0], times(weight[1], numberAttribute(node, 'group', 1)), ...spatial] }];
  },
};

function convolved(
  node: Node,
  input: readonly Dimension[] | null,
  weight: readonly Dimension[] | null,
): Dimension[] | null {
  if (!input || !weight) return null;
  refuseUnlike(input, weight);
  const windows = kernelWindows(node, weight);
  if (windows.length === 0) return [input[0], weight[0], ...input.slice(2).map(() => null)];
  return [input[0], weight[0], ...spatialPositions(input, windows)];
}

/** A kernel has as many axes as what it is applied to. */
function refuseUnlike(input: readonly Dimension[], weight: readonly Dimension[]): void {
  if (weight.length < 3 || weight.length !== input.length)
    throw new Error(`it has a kernel of ${weight.length} axes for a tensor of ${input.length}`);
}

function kernelWindows(node: Node, weight: readonly Dimension[]): Window[] {
  const kernel = weight.slice(2);
  return windowsOf(node, isStatic(kernel) ? kernel : []);
}
