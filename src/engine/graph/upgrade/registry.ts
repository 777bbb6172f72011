import type { Node } from '../model';
import {
  clipBounds,
  fourierAxis,
  padAmounts,
  reduceAxes,
  sliceBounds,
  splitCount,
  splitSizes,
  squeezeAxes,
  topKCount,
  upsampleScales,
} from './attributes-to-inputs';
import { dropout, numericDropoutMask } from './dropout';
import { paddedAxes, resizedAxes, vectorProducts } from './every-axis';
import { inferenceBatchNorm, perChannelGroupNorm, positionwiseBatchNorm } from './normalization';
import { scatter } from './renaming';
import {
  emptyResizeInputs,
  firstResize,
  gridSampleModes,
  halfPixelNearest,
  regionAlignCorners,
  upsample,
} from './resizing';
import { softmaxRows } from './softmax';
import type { Upgrader } from './upgrader';

/** Every change of an operator's form between operator sets 7 and OPSET, and to the forms that later code expects. */
const upgraders: readonly Upgrader[] = Object.freeze([
  upsampleScales,
  upsample,
  firstResize,
  halfPixelNearest,
  emptyResizeInputs,
  gridSampleModes,
  regionAlignCorners,
  sliceBounds,
  topKCount,
  clipBounds,
  padAmounts,
  squeezeAxes,
  splitSizes,
  splitCount,
  reduceAxes,
  fourierAxis,
  scatter,
  softmaxRows,
  positionwiseBatchNorm,
  inferenceBatchNorm,
  perChannelGroupNorm,
  numericDropoutMask,
  dropout,
  paddedAxes,
  resizedAxes,
  vectorProducts,
]);

/** The earliest change that a node written for operator set `version` has still to undergo. */
export function nextUpgrader(node: Node, version: number): Upgrader | undefined {
  if (node.domain !== '') return undefined;
  const due = upgraders.filter((u) => u.before > version && u.ops.includes(node.op));
  return due.sort((a, b) => a.before - b.before)[0];
}
