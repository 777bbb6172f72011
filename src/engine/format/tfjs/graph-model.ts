import { LensError } from '../../../protocol/error';
import { int, type Dimension, type Model, type Weight } from '../../graph/model';
import { tensorOf } from '../../graph/weight';
import { asFloats, integers, type Tensor } from '../../tensor/tensor';
import { NetworkBuilder } from '../builder/builder';
import type { Feature } from '../builder/feature';
import { importMetadata } from '../import-notes';
import type { ModelDocument } from './document';
import { extentOf } from './extent';
import { TensorFlowNode, portName, portOf, type NodeDef, type Port } from './node';
import { sizeBefore } from './preprocessor';
import { unsupportedUse } from './operator';
import { operatorConverter } from './ops';
import { DILATABLE } from './ops/blocks';
import { signatureOf } from './signature';

const ONNX_FLOAT = 1;

/**
 * A GraphModel as a graph, as far as it can be: preprocessing with control flow is cut off in front, non-maximum
 * suppression behind.
 * @throws LensError naming operators that cannot be imported
 */
export function readGraphModel(document: ModelDocument, weights: ReadonlyMap<string, Weight>): ReadGraph {
  const nodes = new Map((document.modelTopology.node as NodeDef[]).map((def) => [def.name, new TensorFlowNode(def)]));
  const extent = extentOf(nodes, outputsOf(document, nodes));
  const first = [...nodes.values()].some((node) => node.text('data_format').startsWith('NC'));
  const metadata = importMetadata({ layout: first ? 'nchw' : 'nhwc', warnings: extent.warnings });
  const producer = [document.generatedBy, document.convertedBy].filter(Boolean).join(', ') || 'TensorFlow.js';
  const builder = new NetworkBuilder('graph', producer, metadata);
  const made = new Map<string, readonly Feature[]>();
  for (const node of extent.nodes) {
    builder.enter(node.name);
    made.set(
      node.name,
      extent.inputs.includes(node)
        ? [input(builder, node, { nodes, built: extent.nodes, weights })]
        : built(builder, node, made, weights),
    );
  }
  const ports = new Map<string, string>();
  for (const port of extent.outputs) {
    const feature = builder.ensured(asScores(builder, featureAt(made, port)));
    if (!ports.has(feature.tensor)) ports.set(feature.tensor, portName(port));
    builder.output(feature);
  }
  return { model: builder.build(), ports: [...ports.values()] };
}

export interface ReadGraph {
  readonly model: Model;
  /** TensorFlow's names of the model's outputs, in their order. */
  readonly ports: readonly string[];
}

/** Outputs are real numbers. */
function asScores(builder: NetworkBuilder, feature: Feature): Feature {
  if (feature.dilation)
    throw new LensError({
      code: 'unsupported-model',
      what: 'an output is an image taken apart into blocks',
      next: 'Convert the model to ONNX with tf2onnx',
    });
  return feature.whole || feature.truth ? builder.mapped(feature, 'Cast', [], { to: int(ONNX_FLOAT) }) : feature;
}

function built(
  builder: NetworkBuilder,
  node: TensorFlowNode,
  made: ReadonlyMap<string, readonly Feature[]>,
  weights: ReadonlyMap<string, Weight>,
): readonly Feature[] {
  if (node.op === 'Const') return [constant(builder, node, weights)];
  const inputs = node.inputs.map((port) => featureAt(made, port));
  const dilation = inputs.find((input) => input.dilation)?.dilation;
  if (dilation && !DILATABLE.has(node.op))
    throw unsupportedUse({ builder, node, inputs }, 'it works on blocks of an image');
  const result = operatorConverter(node.op)!.build({ builder, node, inputs });
  const features = Array.isArray(result) ? (result as readonly Feature[]) : [builder.leave(result as Feature)];
  return dilation && node.op !== 'BatchToSpaceND' ? features.map((feature) => ({ ...feature, dilation })) : features;
}

function featureAt(made: ReadonlyMap<string, readonly Feature[]>, { node, index }: Port): Feature {
  const feature = made.get(node)?.[index];
  if (feature) return feature;
  throw new LensError({
    code: 'unsupported-model',
    what: `the result ${index} of ${node} cannot be imported`,
    next: 'Convert the model to ONNX with tf2onnx',
  });
}

/** Whole numbers are held as int64 everywhere, so that shapes and indices fit together. */
function constant(builder: NetworkBuilder, node: TensorFlowNode, weights: ReadonlyMap<string, Weight>): Feature {
  const weight = weights.get(node.name);
  if (!weight || weight.type === 'string')
    throw new LensError({
      code: 'corrupt-model',
      what: `the constant ${node.name} is not among the weights`,
      next: 'Convert the model again',
    });
  const tensor = tensorOf(weight);
  const whole = tensor.type !== 'float32' && tensor.type !== 'float16';
  const held: Tensor = whole
    ? integers(Array.from(tensor.data as ArrayLike<number | bigint>, Number), weight.dims)
    : asFloats(tensor);
  return { ...builder.constant(held, 'value'), whole };
}

interface InputFacts {
  /** All of the file. */
  readonly nodes: ReadonlyMap<string, TensorFlowNode>;
  /** Those that are imported. */
  readonly built: readonly TensorFlowNode[];
  readonly weights: ReadonlyMap<string, Weight>;
}

/** A placeholder; one of whole numbers takes real ones, so that it can be differentiated. */
function input(builder: NetworkBuilder, node: TensorFlowNode, { nodes, built: all, weights }: InputFacts): Feature {
  const whole = node.shape('shape', '_output_shapes');
  // A loop hands over its results one behind the other; what it states is the shape of one.
  const element = node.shape('element_shape');
  const rest = whole && whole.length >= 2 ? whole.slice(1) : element?.slice(-3);
  const shape: Dimension[] = rest ? ['batch', ...rest] : ['batch', null, null, null];
  if (shape.length === 4 && shape[3] === null) shape[3] = channelsAfter(node, all, weights);
  if (shape.length === 4 && (shape[1] === null || shape[2] === null) && node.op !== 'Placeholder')
    shape.splice(1, 2, ...(sizeBefore(node, nodes, weights) ?? [shape[1], shape[2]]));
  return builder.input(node.name, 'float32', shape);
}

/** Channels of the image, as the first filter after it has them. */
function channelsAfter(
  node: TensorFlowNode,
  all: readonly TensorFlowNode[],
  weights: ReadonlyMap<string, Weight>,
): number {
  const filters = all
    .filter((other) => /Conv2[dD]/.test(other.op))
    .flatMap((other) => weights.get(other.inputs[1]?.node) ?? []);
  return filters[0]?.dims[2] ?? 3;
}

/** What the signature names, or the nodes that nothing reads. */
export function outputsOf(document: ModelDocument, nodes: ReadonlyMap<string, TensorFlowNode>): Port[] {
  const { outputs } = signatureOf(document);
  const named = Object.entries(outputs ?? {})
    .map(([key, { name }]) => portOf(name ?? key))
    .filter((port) => nodes.has(port.node));
  if (named.length > 0) return named;
  const read = new Set([...nodes.values()].flatMap((node) => node.inputs.map((port) => port.node)));
  return [...nodes.values()]
    .filter((node) => !read.has(node.name) && !['Const', 'NoOp', 'Placeholder'].includes(node.op))
    .map((node) => ({ node: node.name, index: 0 }));
}
