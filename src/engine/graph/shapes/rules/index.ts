import { isExternal } from '../../external';
import type { Node } from '../../model';
import type { ShapeRule } from '../facts';
import { constant, constantOfShape, multinomial, random, range, shapeOperator, size } from './constants';
import { conditional, loop, recurrent } from './control';
import { convolution, quantizedConvolution, transposedConvolution } from './convolution';
import { einsum } from './einsum';
import { externalBackward, externalRun } from './external';
import { broadcasting, cast, castLike, comparisons, dropout, prelu, tests, unary, where } from './elementwise';
import { fourier } from './fourier';
import { gather, gatherElements, gatherND, selection, slice, topK } from './indexing';
import { concatenation, oneHot, pad, split } from './joining';
import { gemm, matrixProduct, quantizedMatrixProduct } from './matrix';
import { batchNormalization, layerNormalization } from './normalization';
import { globalPooling, pooling, unpooling } from './pooling';
import { dequantize, dynamicQuantize, quantize } from './quantization';
import { argument, reduction } from './reduction';
import { depthToSpace, expand, flatten, reshape, spaceToDepth, squeeze, tile, transpose, unsqueeze } from './reshaping';
import { affineGrid, gridSample, regionAlign, resize } from './sampling';

/** Every shape rule; one per family of operators. */
export const shapeRules: readonly ShapeRule[] = Object.freeze([
  unary,
  broadcasting,
  prelu,
  comparisons,
  tests,
  where,
  cast,
  castLike,
  dropout,
  convolution,
  quantizedConvolution,
  transposedConvolution,
  pooling,
  unpooling,
  globalPooling,
  matrixProduct,
  quantizedMatrixProduct,
  gemm,
  einsum,
  fourier,
  batchNormalization,
  layerNormalization,
  reduction,
  argument,
  reshape,
  flatten,
  squeeze,
  unsqueeze,
  transpose,
  expand,
  tile,
  depthToSpace,
  spaceToDepth,
  concatenation,
  split,
  pad,
  oneHot,
  gather,
  gatherElements,
  gatherND,
  slice,
  topK,
  selection,
  shapeOperator,
  size,
  constant,
  constantOfShape,
  range,
  random,
  multinomial,
  resize,
  gridSample,
  affineGrid,
  regionAlign,
  quantize,
  dequantize,
  dynamicQuantize,
  conditional,
  loop,
  recurrent,
]);

const byOp = new Map(shapeRules.flatMap((rule) => rule.ops.map((op) => [op, rule] as const)));

const externalByOp = new Map(
  [externalRun, externalBackward].flatMap((rule) => rule.ops.map((op) => [op, rule] as const)),
);

/** The shape rule of a node of the ONNX domain, or of one that another runtime runs. */
export function shapeRule(node: Node): ShapeRule | undefined {
  if (isExternal(node)) return externalByOp.get(node.op);
  return node.domain === '' ? byOp.get(node.op) : undefined;
}
