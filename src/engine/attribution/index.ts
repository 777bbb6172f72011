import { ablationCam } from './cam/ablation-cam';
import { cam } from './cam/cam';
import { eigenCam } from './cam/eigen-cam';
import { eigenGradCam } from './cam/eigen-grad-cam';
import { gradCam } from './cam/grad-cam';
import { gradCamPlusPlus } from './cam/grad-cam-plus-plus';
import { hiresCam } from './cam/hires-cam';
import { layerCam } from './cam/layer-cam';
import { reciproCam } from './cam/recipro-cam';
import { scoreCam } from './cam/score-cam';
import { xgradCam } from './cam/xgrad-cam';
import { attentionRollout } from './attention/attention-rollout';
import { blurIntegratedGradients } from './gradient/blur-integrated-gradients';
import { featureAblation } from './perturbation/feature-ablation';
import { deconvnet } from './gradient/deconvnet';
import { deeplift } from './relevance/deeplift';
import { deepliftShap } from './relevance/deeplift-shap';
import { fullgrad } from './gradient/fullgrad';
import { gradient } from './gradient/gradient';
import { gradientAttentionRollout } from './attention/gradient-attention-rollout';
import { gradientShap } from './gradient/gradient-shap';
import { hsic } from './perturbation/hsic';
import { guidedBackprop } from './gradient/guided-backprop';
import { guidedGradCam } from './gradient/guided-grad-cam';
import { guidedIntegratedGradients } from './gradient/guided-integrated-gradients';
import { inputXGradient } from './gradient/input-x-gradient';
import { integratedGradients } from './gradient/integrated-gradients';
import { internalInfluence } from './layer/internal-influence';
import { kernelShap } from './perturbation/kernel-shap';
import { layerConductance } from './layer/layer-conductance';
import { layerGradient } from './layer/layer-gradient';
import { layerGradientShap } from './layer/layer-gradient-shap';
import { layerGradientXActivation } from './layer/layer-gradient-x-activation';
import { layerIntegratedGradients } from './layer/layer-integrated-gradients';
import { lime } from './perturbation/lime';
import { l2x } from './learned/l2x';
import { lrp } from './relevance/lrp';
import { lrpComposite } from './relevance/lrp-composite';
import type { AttributionMethod } from './method';
import { neuronGradient } from './layer/neuron-gradient';
import { occlusion } from './perturbation/occlusion';
import { partitionShap } from './perturbation/partition-shap';
import { dRise } from './perturbation/d-rise';
import { rise } from './perturbation/rise';
import { shapleyExact } from './perturbation/shapley-exact';
import { shapleyValueSampling } from './perturbation/shapley-value-sampling';
import { sise } from './perturbation/sise';
import { smoothgrad } from './gradient/smoothgrad';
import { smoothgradSquared } from './gradient/smoothgrad-sq';
import { sobol } from './perturbation/sobol';
import { vargrad } from './gradient/vargrad';
import { xrai } from './gradient/xrai';

/** Every attribution method, in the order of pickers and tables. To add one: its file, and a line here. */
export const methods: readonly AttributionMethod[] = Object.freeze([
  gradient,
  inputXGradient,
  integratedGradients,
  smoothgrad,
  smoothgradSquared,
  vargrad,
  gradientShap,
  blurIntegratedGradients,
  guidedIntegratedGradients,
  xrai,
  guidedBackprop,
  deconvnet,
  guidedGradCam,
  fullgrad,
  deeplift,
  deepliftShap,
  lrpComposite,
  lrp,
  attentionRollout,
  gradientAttentionRollout,
  gradCam,
  gradCamPlusPlus,
  xgradCam,
  hiresCam,
  layerCam,
  eigenCam,
  eigenGradCam,
  scoreCam,
  ablationCam,
  reciproCam,
  cam,
  layerGradient,
  layerGradientXActivation,
  layerGradientShap,
  layerIntegratedGradients,
  layerConductance,
  internalInfluence,
  neuronGradient,
  occlusion,
  featureAblation,
  lime,
  kernelShap,
  shapleyExact,
  shapleyValueSampling,
  partitionShap,
  rise,
  dRise,
  sise,
  sobol,
  hsic,
  l2x,
]);
