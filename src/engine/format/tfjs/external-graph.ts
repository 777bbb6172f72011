import type { Dimension, Model } from '../../graph/model';
import { externalModel, ONE_BY_ONE, type ExternalOutput } from '../external-model';
import type { GraphSource } from '../format';
import type { ModelDocument } from './document';
import { outputsOf } from './graph-model';
import { portName, TensorFlowNode, type NodeDef, type Port } from './node';
import { signatureOf, statedShape } from './signature';

/**
 * Operators whose results have shapes, or whose results come in an order, that depend on values: with them a graph has
 * no gradient.
 */
const DYNAMIC =
  /^(Switch|RefSwitch|Merge|Enter|Exit|NextIteration|LoopCond|If|StatelessIf|While|StatelessWhile|NonMaxSuppression.*|Where|Unique.*|ListDiff|Tensor(Array|List).*|HashTable.*|Lookup.*)$/;

export interface ExternalGraph {
  readonly model: Model;
  readonly source: Omit<GraphSource, 'original'>;
}

/**
 * A GraphModel that TensorFlow.js is to run as it is, as a graph of one node.
 * @param reason why it was not imported
 * @returns undefined where it takes more than one input, for which there is no image
 */
export function externalGraph(document: ModelDocument, reason: string): ExternalGraph | undefined {
  const nodes = new Map((document.modelTopology.node as NodeDef[]).map((def) => [def.name, new TensorFlowNode(def)]));
  const placeholders = [...nodes.values()].filter((node) => node.op === 'Placeholder');
  if (placeholders.length !== 1) return undefined;
  const [placeholder] = placeholders;
  const fed = behindCast(placeholder, [...nodes.values()]);
  const dynamic = [...nodes.values()].some((node) => DYNAMIC.test(node.op));
  const type = fed === placeholder && /INT/.test(placeholder.type('dtype')) ? 'int32' : 'float32';
  const { outputs: stated = {} } = signatureOf(document);
  const shapes = new Map(
    Object.values(stated).flatMap((info) =>
      info.name ? [[info.name.replace(/:0$/, ''), known(statedShape(info))] as const] : [],
    ),
  );
  const outputs = outputsOf(document, nodes).map((port) => externalOutput(port, nodes, shapes.get(portName(port))));
  const producer = [document.generatedBy, document.convertedBy].filter(Boolean).join(', ') || 'TensorFlow.js';
  return {
    model: externalModel({
      producer,
      input: { name: fed.name, type, shape: inputShape(document, placeholder) },
      outputs,
      differentiable: !dynamic && type === 'float32',
      macs: ONE_BY_ONE,
      reason,
    }),
    source: { kind: 'graph', input: fed.name, type, dynamic },
  };
}

/** An image of whole numbers is fed as real ones behind its only reader, a Cast, so that it can be differentiated. */
function behindCast(placeholder: TensorFlowNode, all: readonly TensorFlowNode[]): TensorFlowNode {
  const readers = all.filter((node) => node.inputs.some((port) => port.node === placeholder.name));
  return readers.length === 1 && readers[0].op === 'Cast' && readers[0].type('DstT') === 'FLOAT'
    ? readers[0]
    : placeholder;
}

function inputShape(document: ModelDocument, placeholder: TensorFlowNode): readonly Dimension[] {
  const { inputs = {} } = signatureOf(document);
  const info = Object.values(inputs).find(({ name }) => name?.replace(/:0$/, '') === placeholder.name);
  return placeholder.shape('shape', '_output_shapes') ?? (info && statedShape(info)) ?? [null, null, null, 3];
}

/** The lengths after the batch axis, where all are known. */
function known(shape: readonly Dimension[] | undefined): readonly number[] | undefined {
  const rest = shape?.slice(1);
  return rest && rest.length > 0 && rest.every((d): d is number => typeof d === 'number') ? rest : undefined;
}

/** Of an output that ends in Softmax or Sigmoid, what goes into it. */
function externalOutput(
  port: Port,
  nodes: ReadonlyMap<string, TensorFlowNode>,
  shape: readonly number[] | undefined,
): ExternalOutput {
  let node = nodes.get(port.node);
  while (node?.op === 'Identity') node = nodes.get(node.inputs[0].node);
  const name = portName(port);
  if (port.index === 0 && (node?.op === 'Softmax' || node?.op === 'Sigmoid'))
    return { name, port: portName(node.inputs[0]), shape, activation: node.op };
  return { name, port: name, shape };
}
