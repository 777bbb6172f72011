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
import { attentionRollout } from './attention-rollout';
import { blurIntegratedGradients } from './blur-integrated-gradients';
import { featureAblation } from './feature-ablation';
import { deconvnet } from './deconvnet';
import { deeplift } from './deeplift';
import { deepliftShap } from './deeplift-shap';
import { fullgrad } from './fullgrad';
import { gradient } from './gradient';
import { gradientAttentionRollout } from './gradient-attention-rollout';
import { gradientShap } from './gradient-shap';
import { hsic } from './hsic';
import { guidedBackprop } from './guided-backprop';
import { guidedGradCam } from './guided-grad-cam';
import { guidedIntegratedGradients } from './guided-integrated-gradients';
import { inputXGradient } from './input-x-gradient';
import { integratedGradients } from './integrated-gradients';
import { internalInfluence } from './internal-influence';
import { kernelShap } from './kernel-shap';
import { layerConductance } from './layer-conductance';
import { layerGradient } from './layer-gradient';
import { layerGradientShap } from './layer-gradient-shap';
import { layerGradientXActivation } from './layer-gradient-x-activation';
import { layerIntegratedGradients } from './layer-integrated-gradients';
import { lime } from './lime';
import { lrp } from './lrp';
import { lrpComposite } from './lrp-composite';
import type { AttributionMethod } from './method';
import { neuronGradient } from './neuron-gradient';
import { occlusion } from './occlusion';
import { partitionShap } from './partition-shap';
import { rise } from './rise';
import { shapleyExact } from './shapley-exact';
import { shapleyValueSampling } from './shapley-value-sampling';
import { sise } from './sise';
import { smoothgrad } from './smoothgrad';
import { smoothgradSquared } from './smoothgrad-sq';
import { sobol } from './sobol';
import { vargrad } from './vargrad';
import { xrai } from './xrai';

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
  sise,
  sobol,
  hsic,
]);
