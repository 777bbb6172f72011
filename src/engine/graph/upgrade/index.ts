import { LensError } from '../../../protocol/error';
import type { Tensor } from '../../tensor/tensor';
import { functionBody, functionKey } from '../inlining';
import { OPSET, type Attribute, type Graph, type Model, type ModelFunction, type Node, type Weight } from '../model';
import { capturedBy } from '../rewriting';
import { Inference } from '../shapes/inference';
import { weightOf } from '../weight';
import { constantWeight } from './constant';
import { FunctionCalls } from './function-calls';
import { nextUpgrader, type Written } from './registry';
import type { UpgradeContext } from './upgrader';

const OLDEST = 7;
/** Operators that operator set OPSET does not have, with the set that brought them. */
const TOO_NEW: ReadonlyMap<string, number> = new Map([
  ['Attention', 23],
  ['RMSNormalization', 23],
  ['RotaryEmbedding', 23],
  ['Swish', 24],
  ['TensorScatter', 24],
  ['BitCast', 25],
  ['CumProd', 25],
]);
/** The IR version that belongs to OPSET; since 4, weights need not be inputs. */
const IR_VERSION = 10;

/**
 * The model in operator set OPSET: every operator in its newest form, constants and IR-3 initializers as weights,
 * functions inlined, Dropout passed through. Operators of other domains and unknown ones stay as they are.
 * @throws LensError `unsupported-model` for operator sets older than 7 and for operators newer than OPSET
 */
export function upgraded(model: Model): Model {
  const version = model.opsets.get('') ?? OPSET;
  if (version < OLDEST) {
    throw new LensError({
      code: 'unsupported-model',
      what: `the model uses operator set ${version}, older than ${OLDEST}`,
      next: 'Export it again with opset 11 or newer',
    });
  }
  const graph = new GraphUpgrade(model).graph(model.graph, atSet(version), undefined);
  const domains = new Set(model.functions.map((f) => f.domain));
  const opsets = new Map([...model.opsets].filter(([domain]) => !domains.has(domain)));
  return { ...model, irVersion: IR_VERSION, opsets: opsets.set('', OPSET), functions: [], graph };
}

function atSet(version: number): Written {
  const known = Math.min(version, OPSET);
  return { form: known, meaning: known };
}

class GraphUpgrade {
  private readonly functions: Map<string, ModelFunction>;
  private readonly taken = new Set<string>();
  private readonly used = new Set<string>();
  private readonly nodeNames = new Set<string>();
  private readonly calls = new FunctionCalls();
  private count = 0;

  constructor(private readonly model: Model) {
    this.functions = new Map(model.functions.map((f) => [functionKey(f.domain, f.name, f.overload), f]));
    this.collect(model.graph);
  }

  graph(graph: Graph, version: Written, outer: Inference | undefined): Graph {
    const weights = new Map(graph.weights);
    const inference = new Inference(graph.values, outer);
    const inputs = graph.inputs.filter((input) => !weights.has(input.name));
    for (const [name, weight] of weights) inference.weight(name, weight);
    for (const input of inputs) inference.input(input);
    const nodes: Node[] = [];
    for (const node of graph.nodes) this.node(node, version, { weights, inference, nodes });
    return { ...graph, inputs, nodes, weights };
  }

  private node(node: Node, version: Written, scope: Scope): void {
    const called = this.functions.get(functionKey(node.domain, node.op, node.overload));
    if (called) return this.call(node, called, scope);
    if (node.op === 'Constant' && node.domain === '') return store(scope, node.outputs[0], constantWeight(node));
    const upgrader = nextUpgrader(node, version);
    if (upgrader) {
      for (const made of upgrader.upgrade(node, this.context(scope)))
        this.node(made, { form: upgrader.before, meaning: upgrader.before }, scope);
      return;
    }
    if (node.domain === '' && TOO_NEW.has(node.op)) throw tooNew(node);
    const settled = { ...this.withUpgradedBodies(node, version, scope.inference), name: this.nodeName(node.name) };
    scope.nodes.push(settled);
    scope.inference.visit(settled);
  }

  private call(node: Node, called: ModelFunction, scope: Scope): void {
    this.calls.enter(called, () => this.insert(this.bodyOf(node, called), called, scope));
  }

  private insert(body: readonly Node[], called: ModelFunction, scope: Scope): void {
    for (const inner of body) inner.outputs.forEach((name) => this.taken.add(name));
    for (const inner of body) [...inner.inputs, ...capturedBy(inner)].forEach((name) => this.used.add(name));
    const { meaning } = atSet(this.model.opsets.get('') ?? OPSET);
    const { form } = atSet(called.opsets.get('') ?? meaning);
    for (const inner of body) this.node(inner, { form, meaning }, scope);
  }

  /** A body whose inner tensors have names that nothing else has. */
  private bodyOf(node: Node, called: ModelFunction): readonly Node[] {
    const outside = new Set(node.outputs);
    for (;;) {
      const body = functionBody(node, called, this.fresh(node.name || node.op));
      const made = body.flatMap((inner) => inner.outputs).filter((name) => name !== '' && !outside.has(name));
      if (!made.some((name) => this.taken.has(name))) return body;
    }
  }

  private withUpgradedBodies(node: Node, version: Written, inference: Inference): Node {
    if (!Object.values(node.attributes).some((a) => a.kind === 'graph')) return node;
    const upgradedBody = (a: Attribute): Attribute =>
      a.kind === 'graph' ? { kind: 'graph', value: this.graph(a.value, version, inference) } : a;
    return {
      ...node,
      attributes: Object.fromEntries(Object.entries(node.attributes).map(([name, a]) => [name, upgradedBody(a)])),
    };
  }

  private context(scope: Scope): UpgradeContext {
    return {
      facts: (tensor) => scope.inference.facts(tensor),
      isUsed: (tensor) => this.used.has(tensor),
      fresh: (hint) => this.fresh(hint),
      constant: (tensor: Tensor, hint: string) => {
        const name = this.fresh(hint);
        store(scope, name, weightOf(tensor));
        return name;
      },
    };
  }

  /** ONNX Runtime refuses two nodes of one name; nodes that replace one node share its name until here. */
  private nodeName(name: string): string {
    let unique = name;
    while (name !== '' && this.nodeNames.has(unique)) unique = `${name}_${this.count++}`;
    this.nodeNames.add(unique);
    return unique;
  }

  private fresh(hint: string): string {
    let name = hint;
    while (this.taken.has(name)) name = `${hint}_${this.count++}`;
    this.taken.add(name);
    return name;
  }

  /** Names that are taken and tensors that are read, in the graph and its subgraphs. */
  private collect(graph: Graph): void {
    for (const value of graph.inputs) this.taken.add(value.name);
    for (const name of graph.weights.keys()) this.taken.add(name);
    for (const output of graph.outputs) this.used.add(output.name);
    for (const node of graph.nodes) {
      node.outputs.forEach((name) => this.taken.add(name));
      node.inputs.forEach((name) => this.used.add(name));
      for (const attribute of Object.values(node.attributes))
        if (attribute.kind === 'graph') this.collect(attribute.value);
    }
  }
}

interface Scope {
  readonly weights: Map<string, Weight>;
  readonly inference: Inference;
  readonly nodes: Node[];
}

function store({ weights, inference }: Scope, name: string, weight: Weight): void {
  weights.set(name, weight);
  inference.weight(name, weight);
}

function tooNew(node: Node): LensError {
  return new LensError({
    code: 'unsupported-model',
    what: `the operator ${node.op} belongs to operator set ${TOO_NEW.get(node.op)}, newer than ${OPSET}`,
    where: node.name || node.outputs[0],
    next: `Export the model with opset ${OPSET}`,
  });
}
