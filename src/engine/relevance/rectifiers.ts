import { gated } from '../gradient/gate';
import type { RuleLookup } from '../gradient/rule';
import type { GradientRule } from '../gradient/rule';
import { gradientRule } from '../gradient/rules';

/** Springenberg et al. 2014, arXiv:1412.6806: positive gradients only, and only where the unit was active. */
const guidedRelu: GradientRule = {
  ops: ['Relu'],
  backward: (context) => [
    gated(context, context.builder.op('Relu', [context.gradients[0]!]), context.node.outputs[0], { low: 0 }),
  ],
};

/** Zeiler & Fergus 2014, arXiv:1311.2901: the rectifier is applied to the backward signal, whatever the unit did. */
const deconvolvedRelu: GradientRule = {
  ops: ['Relu'],
  backward: ({ builder, gradients }) => [builder.op('Relu', [gradients[0]!])],
};

/** Ordinary gradients but for Relu. */
const withRelu =
  (rule: GradientRule): RuleLookup =>
  (node) =>
    node.domain === '' && node.op === 'Relu' ? rule : gradientRule(node);

/** A backward pass under a name, as derivative requests take it. */
export interface NamedRules {
  readonly id: string;
  readonly lookup: RuleLookup;
}

export const guidedRules: NamedRules = { id: 'guided', lookup: withRelu(guidedRelu) };
export const deconvnetRules: NamedRules = { id: 'deconvnet', lookup: withRelu(deconvolvedRelu) };
