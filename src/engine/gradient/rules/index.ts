import { isExternal } from '../../graph/external';
import type { Node } from '../../graph/model';
import { isImageRounding } from '../../graph/whole-numbers';
import type { GradientRule } from '../rule';
import { activationRules } from './activations';
import { arithmeticRules } from './arithmetic';
import { averagePoolRule, globalAveragePoolRule } from './AveragePool';
import { batchNormalizationRule } from './BatchNormalization';
import { constantRule } from './constant';
import { convRule } from './Conv';
import { convTransposeRule } from './ConvTranspose';
import { dftRule } from './DFT';
import { einsumRule } from './Einsum';
import { elementaryRules } from './elementary';
import { externalGradientRule } from './external';
import { gatherElementsRule, gatherNdRule, gatherRule, topKRule } from './gathering';
import { gemmRule } from './Gemm';
import { gridSampleRule } from './GridSample';
import { gruRule } from './GRU';
import { castRule, cumSumRule, identityRule, reshapeRule, transposeRule, triluRule } from './identity';
import { concatRule, splitRule } from './joins';
import { lrnRule } from './LRN';
import { lstmRule } from './LSTM';
import { matMulRule } from './MatMul';
import { globalMaxPoolRule, maxPoolRule } from './MaxPool';
import {
  groupNormalizationRule,
  layerNormalizationRule,
  lpNormalizationRule,
  meanVarianceNormalizationRule,
} from './normalizations';
import { padRule } from './Pad';
import { powRule } from './Pow';
import { clipRule, leakyReluRule, preluRule, reluRule, thresholdedReluRule } from './rectifiers';
import { dequantizeRule, quantizeRule } from './quantization';
import { reductionRules } from './reductions';
import { resizeRule } from './Resize';
import { rnnRule } from './RNN';
import { roiAlignRule } from './RoiAlign';
import { scatterElementsRule, scatterNdRule } from './scattering';
import { sliceRule } from './Slice';
import { logSoftmaxRule, softmaxRule } from './Softmax';
import { depthToSpaceRule, expandRule, spaceToDepthRule, tileRule } from './spreading';
import { whereRule } from './Where';

/** Every operator gradient. */
export const gradientRules: readonly GradientRule[] = Object.freeze([
  convRule,
  convTransposeRule,
  gemmRule,
  matMulRule,
  einsumRule,
  dftRule,
  lstmRule,
  gruRule,
  rnnRule,
  maxPoolRule,
  globalMaxPoolRule,
  averagePoolRule,
  globalAveragePoolRule,
  batchNormalizationRule,
  layerNormalizationRule,
  groupNormalizationRule,
  meanVarianceNormalizationRule,
  lpNormalizationRule,
  lrnRule,
  reluRule,
  leakyReluRule,
  thresholdedReluRule,
  clipRule,
  preluRule,
  ...activationRules,
  ...elementaryRules,
  ...arithmeticRules,
  powRule,
  whereRule,
  softmaxRule,
  logSoftmaxRule,
  ...reductionRules,
  identityRule,
  castRule,
  quantizeRule,
  dequantizeRule,
  reshapeRule,
  transposeRule,
  cumSumRule,
  triluRule,
  concatRule,
  splitRule,
  padRule,
  sliceRule,
  expandRule,
  tileRule,
  depthToSpaceRule,
  spaceToDepthRule,
  resizeRule,
  gridSampleRule,
  roiAlignRule,
  gatherRule,
  gatherElementsRule,
  gatherNdRule,
  scatterNdRule,
  scatterElementsRule,
  topKRule,
  constantRule,
]);

const byOp = new Map(gradientRules.flatMap((rule) => rule.ops.map((op) => [op, rule] as const)));

/** The gradient rule of a node of the ONNX domain, or of a network that another runtime can differentiate. */
export function gradientRule(node: Node): GradientRule | undefined {
  if (isExternal(node)) return externalGradientRule(node);
  if (isImageRounding(node)) return identityRule;
  return node.domain === '' ? byOp.get(node.op) : undefined;
}
