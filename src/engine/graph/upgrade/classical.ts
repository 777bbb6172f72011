import { float, int, ints, numberAttribute, numbersAttribute, stringAttribute, type Node } from '../model';
import { contributed } from './microsoft/contributed';
import type { Replacement } from './replacement';
import type { UpgradeContext } from './upgrader';

/** The operators of classical models, such as scikit-learn's pipelines are exported to. */
const DOMAIN = 'ai.onnx.ml';

/** What becomes of the scores of a linear model; of others it stays as it is. */
const TRANSFORMS: Readonly<Record<string, (made: Replacement, scores: string, output: string) => string>> = {
  NONE: (made, scores, output) => made.op('Identity', [scores], {}, output),
  SOFTMAX: (made, scores, output) => made.op('Softmax', [scores], { axis: int(-1) }, output),
  LOGISTIC: (made, scores, output) => made.op('Sigmoid', [scores], {}, output),
};

/** (x − offset) · scale. */
const scaler = contributed(
  'Scaler',
  (node, made, context) => {
    const [x] = node.inputs;
    const [offset, scale] = [numbersAttribute(node, 'offset'), numbersAttribute(node, 'scale')];
    if (context.facts(x)?.type !== 'float32' || !offset || !scale) return false;
    made.op('Mul', [made.op('Sub', [x, made.floats(...offset)]), made.floats(...scale)], {}, node.outputs[0]);
    return true;
  },
  DOMAIN,
);

const normalizer = contributed(
  'Normalizer',
  (node, made) => {
    const p = ['L1', 'L2'].indexOf(stringAttribute(node, 'norm', 'MAX')) + 1;
    if (p === 0) return false;
    made.op('LpNormalization', node.inputs, { axis: int(-1), p: int(p) }, node.outputs[0]);
    return true;
  },
  DOMAIN,
);

/** x Wᵀ + b, the rows of W one after the other. */
function product(node: Node, rows: number, made: Replacement, { facts }: UpgradeContext): string | undefined {
  const [x] = node.inputs;
  const weights = numbersAttribute(node, 'coefficients') ?? [];
  const bias = numbersAttribute(node, 'intercepts') ?? new Array<number>(rows).fill(0);
  const { type, shape } = facts(x) ?? {};
  if (type !== 'float32' || shape?.length !== 2 || rows < 1 || weights.length % rows !== 0 || bias.length !== rows)
    return undefined;
  const matrix = made.op('Reshape', [made.floats(...weights), made.integers(rows, -1)]);
  return made.op('Gemm', [x, matrix, made.floats(...bias)], { transB: int(1), alpha: float(1) });
}

const linearRegressor = contributed(
  'LinearRegressor',
  (node, made, context) => {
    if (stringAttribute(node, 'post_transform', 'NONE') !== 'NONE') return false;
    const result = product(node, numberAttribute(node, 'targets', 1), made, context);
    if (result === undefined) return false;
    made.op('Identity', [result], {}, node.outputs[0]);
    return true;
  },
  DOMAIN,
);

/** With a row of weights per class; the label is looked up among the names of the classes. */
const linearClassifier = contributed(
  'LinearClassifier',
  (node, made, context) => {
    const { classlabels_strings: texts, classlabels_ints: numbers } = node.attributes;
    const names = texts?.kind === 'strings' && texts.value.length > 0 ? texts.value : undefined;
    const values = numbers?.kind === 'ints' ? numbers.value : [];
    const classes = names?.length ?? values.length;
    const transform = stringAttribute(node, 'post_transform', 'NONE');
    if (classes < 2 || !Object.hasOwn(TRANSFORMS, transform)) return false;
    const scores = product(node, classes, made, context);
    if (scores === undefined) return false;
    const [label, second = ''] = node.outputs;
    const output = second || context.fresh(`${label}_scores`);
    TRANSFORMS[transform](made, scores, output);
    if (label === '' || !context.isUsed(label)) return true;
    const chosen = made.op('ArgMax', [output], { axis: int(1), keepdims: int(0) });
    if (!names) made.op('Gather', [made.integers(...values), chosen], {}, label);
    else
      made.nodes.push({
        ...node,
        op: 'LabelEncoder',
        inputs: [chosen],
        outputs: [label],
        attributes: {
          keys_int64s: ints(names.map((_, k) => k)),
          values_strings: { kind: 'strings', value: names },
        },
      });
    return true;
  },
  DOMAIN,
);

export const classical = [scaler, normalizer, linearRegressor, linearClassifier];
