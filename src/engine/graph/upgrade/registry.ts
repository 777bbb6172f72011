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
import { classical } from './classical';
import { dropout, numericDropoutMask } from './dropout';
import { paddedAxes, resizedAxes, vectorProducts } from './every-axis';
import { experimental } from './experimental';
import { globalNorms, windowNorms } from './lp-pooling';
import { microsoftUpgraders } from './microsoft';
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
  windowNorms,
  globalNorms,
  ...experimental,
  ...microsoftUpgraders,
  ...classical,
]);

/** By domain and operator, the earliest change first. */
const byOperator = new Map<string, Upgrader[]>();
for (const upgrader of [...upgraders].sort((a, b) => a.before - b.before)) {
  for (const op of upgrader.ops) {
    const key = `${upgrader.domain ?? ''}.${op}`;
    byOperator.set(key, [...(byOperator.get(key) ?? []), upgrader]);
  }
}

/** The operator sets for which a node was written. */
export interface Written {
  readonly form: number;
  /** Of the whole model: ONNX Runtime reads the nodes of functions by it, too, where their form leaves the choice. */
  readonly meaning: number;
}

/** The earliest change that a node has still to undergo. */
export function nextUpgrader(node: Node, { form, meaning }: Written): Upgrader | undefined {
  const known = byOperator.get(`${node.domain}.${node.op}`) ?? [];
  return known.find(({ before, changesMeaning }) => before > (changesMeaning ? meaning : form));
}
