import { composedFunction } from './composed-function';
import { numberAttribute, type Graph, type Node } from './model';
import { hasTrait } from './operators';
import { joinsAxes } from './score-axes';
import { numbersOf } from './weight';
import { areWholeNumbers } from './whole-numbers';

/** What stands at the end of a graph after its scores. */
export interface ScoreEnd {
  /** The scores. */
  readonly tensor: string;
  /** The function that makes probabilities of them. */
  readonly activation: 'softmax' | 'sigmoid' | 'none';
  /** The axis along which classes are compared, where a node says it. */
  readonly classAxis?: number;
  /** What was cut off: `Softmax`, or `Softmax and ArgMax`. */
  readonly cut: string;
  /** The names of the classes, where the scores are handed out by name. */
  readonly labels?: readonly string[];
}

const ACTIVATIONS: ReadonlyMap<string, ScoreEnd['activation']> = new Map([
  ['Softmax', 'softmax'],
  ['LogSoftmax', 'softmax'],
  ['Sigmoid', 'sigmoid'],
]);
/** The input by which operators pass on which score is largest: a label or a row is looked up by its number. */
const LOOKING_UP: ReadonlyMap<string, number> = new Map([
  ['Gather', 1],
  ['OneHot', 0],
  ['ai.onnx.ml.ArrayFeatureExtractor', 1],
  ['ai.onnx.ml.LabelEncoder', 0],
]);
/** Hands scores out by name. */
const ZIP_MAP = 'ai.onnx.ml.ZipMap';

/** The default axis of operators that compare scores. */
const COMPARED_AXIS: ReadonlyMap<string, number> = new Map([
  ['Softmax', -1],
  ['LogSoftmax', -1],
  ['Hardmax', -1],
  ['TopK', -1],
  ['ArgMax', 0],
]);

const qualified = ({ domain, op }: Node): string => (domain === '' ? op : `${domain}.${op}`);

/** The scores behind a tensor that ends in a softmax or sigmoid, in the choice of a class, or in both. */
export function scoreEnd(graph: Graph, made: ReadonlyMap<string, Node>, tensor: string): ScoreEnd | undefined {
  let picking: Node | undefined;
  let names: Pick<ScoreEnd, 'labels'> = {};
  for (let node = made.get(tensor); node; node = made.get(tensor)) {
    const name = qualified(node);
    const activation = ACTIVATIONS.get(name);
    if (activation)
      return graph.weights.has(node.inputs[0]) ? undefined : { ...names, ...endAt(node, activation, picking) };
    const composed = composedFunction(graph, made, node);
    if (composed)
      return { ...names, ...composed, cut: cutOf(composed.activation === 'softmax' ? 'Softmax' : 'Sigmoid', picking) };
    if (joinsAxes(graph, node)) break;
    if (LOOKING_UP.has(name)) names = namesLookedUp(graph, node);
    if (hasTrait(node, 'picks') || name === ZIP_MAP) picking = node;
    else if (!hasTrait(node, 'rearranging') && !LOOKING_UP.has(name)) break;
    tensor = node.inputs[LOOKING_UP.get(name) ?? 0];
  }
  return picking && { ...names, ...endAt(picking, 'none') };
}

/** The names among which a node looks up the class that was chosen. */
function namesLookedUp(graph: Graph, { op, inputs, attributes }: Node): Pick<ScoreEnd, 'labels'> {
  if (op === 'LabelEncoder') {
    const { keys_int64s: keys, values_strings: values } = attributes;
    if (keys?.kind !== 'ints' || values?.kind !== 'strings') return {};
    const labels = keys.value.map((_, index) => values.value[keys.value.indexOf(index)]);
    return labels.every((label) => label !== undefined) ? { labels } : {};
  }
  const table = graph.weights.get(inputs[0]);
  if (!table || table.dims.filter((d) => d !== 1).length > 1) return {};
  if (table.type === 'string') return { labels: table.strings };
  return areWholeNumbers(table.type) ? { labels: numbersOf(table).map(String) } : {};
}

const cutOf = (activation: string, picking?: Node): string =>
  picking ? `${activation} and ${picking.op}` : activation;

function endAt(node: Node, activation: ScoreEnd['activation'], picking?: Node): ScoreEnd {
  const comparing = activation === 'sigmoid' && picking?.inputs[0] === node.outputs[0] ? picking : node;
  const axis = COMPARED_AXIS.get(comparing.op);
  return {
    tensor: node.inputs[0],
    activation,
    cut: cutOf(node.op, picking),
    ...(axis !== undefined && { classAxis: numberAttribute(comparing, 'axis', axis) }),
    ...labelsOf(picking ?? node),
  };
}

/** The keys of the map that ZipMap makes. */
function labelsOf({ attributes }: Node): Pick<ScoreEnd, 'labels'> {
  const { classlabels_strings: texts, classlabels_int64s: numbers } = attributes;
  if (texts?.kind === 'strings' && texts.value.length > 0) return { labels: texts.value };
  return numbers?.kind === 'ints' ? { labels: numbers.value.map(String) } : {};
}
