import type { GradientRule, ReverseContext, RuleLookup } from '../gradient/rule';
import { gradientRule } from '../gradient/rules';
import { asFloats } from '../tensor/tensor';

/** Whether a node is max(x, 0), perhaps bounded above: Relu, ReLU6 and other Clips from 0, and Max with 0. */
function isRectifier({ node: { op, inputs }, constant }: ReverseContext): boolean {
  const isZero = (input: string | undefined): boolean => {
    const known = input ? constant(input) : undefined;
    return known !== undefined && known.data.length === 1 && asFloats(known).data[0] === 0;
  };
  if (op === 'Clip') return isZero(inputs[1]);
  return op === 'Relu' || (inputs.length === 2 && inputs.some(isZero));
}

const RECTIFIERS: ReadonlySet<string> = new Set(['Relu', 'Clip', 'Max']);

/** Ordinary gradients, but for rectifiers. @param backward of a rectifier, with its ordinary rule */
const withRectifiers =
  (backward: (context: ReverseContext, own: GradientRule) => ReturnType<GradientRule['backward']>): RuleLookup =>
  (node) => {
    const own = gradientRule(node);
    if (!own || node.domain !== '' || !RECTIFIERS.has(node.op)) return own;
    return { ...own, backward: (context) => (isRectifier(context) ? backward(context, own) : own.backward(context)) };
  };

const positive = ({ builder, gradients }: ReverseContext): string => builder.op('Relu', [gradients[0]!]);

/** A backward pass under a name, as derivative requests take it. */
export interface NamedRules {
  readonly id: string;
  readonly lookup: RuleLookup;
}

/** Springenberg et al. 2014, arXiv:1412.6806: positive gradients only, and only where the unit was active. */
export const guidedRules: NamedRules = {
  id: 'guided',
  lookup: withRectifiers((context, own) => own.backward({ ...context, gradients: [positive(context)] })),
};

/** Zeiler & Fergus 2014, arXiv:1311.2901: the rectifier is applied to the backward signal, whatever the unit did. */
export const deconvnetRules: NamedRules = {
  id: 'deconvnet',
  lookup: withRectifiers((context) => {
    const gradient = positive(context);
    return context.wanted.map((wanted) => (wanted ? gradient : undefined));
  }),
};
