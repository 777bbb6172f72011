import { numberAttribute, type Graph, type Node } from './model';
import { hasTrait } from './operators';
import { joinsAxes } from './score-axes';
import { fromFront } from './shapes/facts';
import { numbersOf } from './weight';

/** Numbers that are made of probabilities: of one distribution over classes, or each by itself. */
export interface ProbabilityForm {
  readonly kind: 'distribution' | 'independent';
  /** The largest sum of a distribution, or the largest number, that they can have. */
  readonly most: number;
}

type Follow = (tensor: string) => ProbabilityForm | undefined;
interface FormContext {
  readonly node: Node;
  readonly formOf: Follow;
  /** The one number that a stored tensor holds. */
  scalar(tensor: string): number | undefined;
  /** Whether all the numbers that a stored tensor holds are positive. */
  isPositive(tensor: string): boolean;
  maker(tensor: string): Node | undefined;
  /** The axes along which a softmax, a reduction or a pooling takes numbers together. */
  axesOf(node: Node): readonly number[];
}
type FormRule = (context: FormContext) => ProbabilityForm | undefined;

const independent: ProbabilityForm = { kind: 'independent', most: 1 };
const eachByItself = (form: ProbabilityForm | undefined): ProbabilityForm | undefined =>
  form && { ...independent, most: form.most };
const scaled = (form: ProbabilityForm | undefined, by: number | undefined): ProbabilityForm | undefined =>
  form && by !== undefined ? { ...form, most: form.most * by } : undefined;

/** Sums of distributions are one, up to a factor; of anything else they are numbers up to the sum of all. */
const sum: FormRule = (context) => {
  const { node, formOf } = context;
  const lifted = node.inputs.length === 2 ? liftedTangent(context) : undefined;
  if (lifted !== undefined) return scaled(independent, 2 * lifted);
  const forms = node.inputs.map(formOf);
  if (!forms.every((form) => form !== undefined)) return undefined;
  const kind = forms.every((form) => form.kind === 'distribution') ? 'distribution' : 'independent';
  return { kind, most: forms.reduce((total, { most }) => total + most, 0) };
};

/** a in a + a·tanh, which is a sigmoid of twice as much, times 2a. */
function liftedTangent({ node: { inputs }, scalar, maker }: FormContext): number | undefined {
  const [tangent, lift] = scalar(inputs[0]) === undefined ? inputs : [inputs[1], inputs[0]];
  const node = maker(tangent);
  const [a, b] = node?.inputs ?? [];
  const factor = node?.op === 'Mul' ? (scalar(b) ?? scalar(a)) : 1;
  const function_ = node?.op === 'Mul' ? maker(scalar(b) === undefined ? b : a) : node;
  return function_?.op === 'Tanh' && factor !== undefined && scalar(lift) === factor ? factor : undefined;
}

/** A factor, or a probability under another, such as that of a class where there is an object. */
const product: FormRule = ({ node: { inputs }, formOf, scalar }) => {
  const [a, b] = inputs.map(formOf);
  if (a && b) return { kind: 'independent', most: a.most * b.most };
  return a ? scaled(a, scalar(inputs[1])) : scaled(b, scalar(inputs[0]));
};

/** A scale, or what makes numbers add up to one: their sum, kept from zero. */
const quotient: FormRule = (context) => {
  const { node, formOf, scalar, maker } = context;
  const { inputs } = node;
  let whole = maker(inputs[1]);
  while (whole && hasTrait(whole, 'floor')) whole = maker(whole.inputs[0]);
  if (whole?.op === 'ReduceSum' && whole.inputs[0] === inputs[0] && isNonNegative(context, inputs[0]))
    return { kind: 'distribution', most: 1 };
  const by = scalar(inputs[1]);
  return scaled(formOf(inputs[0]), by === undefined ? undefined : 1 / by);
};

function isNonNegative({ formOf, maker, isPositive }: FormContext, tensor: string): boolean {
  const node = maker(tensor);
  if (formOf(tensor) || (node && hasTrait(node, 'nonNegative'))) return true;
  const [a, b] = node?.inputs ?? [];
  return node?.op === 'Mul' && ((formOf(a) && isPositive(b)) || (formOf(b) && isPositive(a))) === true;
}

/** The mean of distributions over the same classes is one; of anything else it is a number like those. */
const mean: FormRule = ({ node, formOf, maker, axesOf }) => {
  const [input] = node.inputs;
  const form = formOf(input);
  const made = maker(input);
  const [classes] = made?.op === 'Softmax' ? axesOf(made) : [];
  const isKept = classes !== undefined && !axesOf(node).includes(classes);
  return isKept ? form : eachByItself(form);
};

/** Some of them. */
const part: FormRule = ({ node, formOf }) => eachByItself(formOf(node.inputs[0]));

/** 1 − p. */
const complement: FormRule = ({ node: { inputs }, formOf, scalar }) =>
  scalar(inputs[0]) === 1 && formOf(inputs[1])?.most === 1 ? independent : undefined;

/** 1 − p beside p is the distribution over two classes; other probabilities stay by themselves. */
const joined: FormRule = ({ node: { inputs }, formOf, scalar, maker }) => {
  const forms = inputs.map(formOf);
  if (!forms.every((form) => form !== undefined)) return undefined;
  const completes = (tensor: string, other: string): boolean => {
    const node = maker(tensor);
    return node?.op === 'Sub' && scalar(node.inputs[0]) === 1 && node.inputs[1] === other;
  };
  const [a, b] = inputs;
  if (inputs.length === 2 && (completes(a, b) || completes(b, a))) return { kind: 'distribution', most: 1 };
  return { kind: 'independent', most: Math.max(...forms.map(({ most }) => most)) };
};

const RULES: ReadonlyMap<string, FormRule> = new Map<string, FormRule>(
  Object.entries({
    Softmax: () => ({ kind: 'distribution', most: 1 }),
    Sigmoid: () => independent,
    HardSigmoid: () => independent,
    Add: sum,
    Sum: sum,
    Mean: (context) => scaled(sum(context), 1 / context.node.inputs.length),
    Mul: product,
    Div: quotient,
    Sub: complement,
    Concat: joined,
    LpNormalization: (context) => {
      const [input] = context.node.inputs;
      const adds = numberAttribute(context.node, 'p', 2) === 1 && isNonNegative(context, input);
      return adds ? { kind: 'distribution', most: 1 } : undefined;
    },
    ReduceMean: mean,
    AveragePool: mean,
    GlobalAveragePool: mean,
    ReduceMax: part,
    ReduceMin: part,
    ReduceProd: part,
    MaxPool: part,
    GlobalMaxPool: part,
    Slice: part,
    Gather: part,
    Split: part,
    Round: ({ node, formOf }) => formOf(node.inputs[0]),
  }),
);

function axesTogether({ values, weights }: Graph, node: Node): readonly number[] {
  const rank = values.get(node.inputs[0])?.shape?.length ?? 0;
  const all = Array.from({ length: rank }, (_, axis) => axis);
  if (hasTrait(node, 'pooling')) return all.slice(2);
  const listed = weights.get(node.inputs[1]);
  const given = listed ? numbersOf(listed) : hasTrait(node, 'softmax') ? [numberAttribute(node, 'axis', -1)] : [];
  return given.length === 0 ? all : given.map((axis) => fromFront(axis, rank));
}

/** Steps that are followed back: no network averages more heads in a row. */
const DEEPEST = 500;

/** What a tensor is made of, where that are the results of softmaxes and sigmoids alone. */
export function probabilityForm(
  graph: Graph,
  made: ReadonlyMap<string, Node>,
  tensor: string,
): ProbabilityForm | undefined {
  const scalar = (name: string): number | undefined => {
    const weight = graph.weights.get(name);
    return weight?.dims.every((d) => d === 1) ? numbersOf(weight)[0] : undefined;
  };
  const isPositive = (name: string): boolean => {
    const weight = graph.weights.get(name);
    return weight !== undefined && numbersOf(weight).every((value) => value > 0);
  };
  const axesOf = (node: Node): readonly number[] => axesTogether(graph, node);
  const known = new Map<string, ProbabilityForm | undefined>();
  let depth = 0;
  const formOf: Follow = (name) => {
    // A tensor that two others are made of is looked at once.
    if (known.has(name) || depth === DEEPEST) return known.get(name);
    depth++;
    const form = formBy(made.get(name));
    depth--;
    known.set(name, form);
    return form;
  };
  const formBy = (node: Node | undefined): ProbabilityForm | undefined => {
    if (!node || node.domain !== '') return undefined;
    if (joinsAxes(graph, node)) return eachByItself(formOf(node.inputs[0]));
    if (hasTrait(node, 'rearranging') || node.op === 'Clip') return formOf(node.inputs[0]);
    return RULES.get(node.op)?.({ node, formOf, scalar, isPositive, axesOf, maker: (other) => made.get(other) });
  };
  return formOf(tensor);
}
