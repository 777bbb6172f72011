import type { Adapter, CaseOutputs, RunCase } from './adapter';
import { explained } from './explanation';

/** The map and, where the reference lists it, Σ attribution − (f(x) − f(b)). */
const attribution: RunCase = async (reference, files) => {
  const { map, completeness, details } = await explained(reference, files);
  const outputs: CaseOutputs = { attribution: map, ...details };
  if (completeness) outputs.convergenceDelta = completeness.sum - completeness.expected;
  return outputs;
};

/** Deviations of noise are in units of the input, as Captum has them. */
const noisy: RunCase = (reference, files) =>
  attribution({ ...reference, params: { ...reference.params, convention: 'input' } }, files);

/** Captum measures relevance the other way round: f − Σ attribution. */
const lrp: RunCase = async (reference, files) => {
  const outputs = await attribution(reference, files);
  return { ...outputs, convergenceDelta: -Number(outputs.convergenceDelta) };
};

/** The bounds of the reference hold for every channel; merged normalisations are Zennit's. */
const lrpComposite: RunCase = (reference, files) => {
  const { low, high, ...given } = reference.params;
  const params = { ...given, convention: 'zennit' };
  return attribution(
    { ...reference, params: { ...params, ...(low === undefined ? {} : { low: [low], high: [high] }) } },
    files,
  );
};

export const gradientsAdapter: Adapter = {
  suite: 'gradients',
  methods: {
    gradient: attribution,
    'input-x-gradient': attribution,
    'layer-gradient': attribution,
    'integrated-gradients': attribution,
    smoothgrad: noisy,
    'smoothgrad-sq': noisy,
    vargrad: noisy,
    'gradient-shap': noisy,
    'layer-integrated-gradients': attribution,
    'layer-conductance': attribution,
    'internal-influence': attribution,
    'neuron-gradient': attribution,
    deconvnet: attribution,
    'guided-backprop': attribution,
    'guided-grad-cam': attribution,
    fullgrad: attribution,
    deeplift: attribution,
    'deeplift-shap': attribution,
    lrp,
    'lrp-composite': lrpComposite,
  },
};
