import { onnx } from 'onnx-proto';
import { LensError } from '../../../protocol/error';
import type { Attribute, Dimension, Graph, Model, ModelFunction, Node, Value, Weight } from '../../graph/model';
import { elementType, toNumber } from './types';
import { corrupt, readWeight, type ExternalData } from './weights';

const { AttributeType } = onnx.AttributeProto;

/**
 * Reads an ONNX ModelProto of any IR version. Weights are views of `bytes` (or of the external files), never copies.
 * @throws LensError `corrupt-model` when the bytes are no ONNX model, `unsupported-model` for element types nobody can
 * run
 * @see https://github.com/onnx/onnx/blob/main/docs/IR.md
 */
export function decodeOnnx(bytes: Uint8Array, external: ExternalData = refuseExternal): Model {
  if (bytes.length === 0) throw corrupt('it is empty');
  try {
    const proto = onnx.ModelProto.decode(bytes);
    if (!proto.graph) throw corrupt('it has no graph');
    const graph = readGraph(proto.graph, external);
    if (graph.outputs.length === 0) throw corrupt('its graph has no outputs');
    checkOrder(graph, new Set());
    return {
      irVersion: toNumber(proto.irVersion),
      opsets: readOpsets(proto.opsetImport),
      producer: [proto.producerName, proto.producerVersion].filter(Boolean).join(' '),
      metadata: new Map(proto.metadataProps.map((p) => [p.key ?? '', p.value ?? ''])),
      functions: proto.functions.map((f) => readFunction(f, external)),
      graph,
    };
  } catch (error) {
    if (error instanceof LensError) throw error;
    throw corrupt(error instanceof Error ? error.message : String(error));
  }
}

function readGraph(proto: onnx.IGraphProto, external: ExternalData): Graph {
  const weights = new Map<string, Weight>();
  for (const tensor of proto.initializer ?? []) weights.set(tensor.name ?? '', readWeight(tensor, external));
  if (proto.sparseInitializer?.length)
    throw new LensError({
      code: 'unsupported-model',
      what: 'the model stores sparse weights',
      next: 'Export it with dense weights',
    });
  const inputs = (proto.input ?? []).map(readValue);
  const outputs = (proto.output ?? []).map(readValue);
  const values = new Map([...(proto.valueInfo ?? []).map(readValue), ...inputs, ...outputs].map((v) => [v.name, v]));
  return {
    name: proto.name ?? '',
    inputs,
    outputs,
    nodes: (proto.node ?? []).map((n) => readNode(n, external)),
    weights,
    values,
  };
}

function readValue(proto: onnx.IValueInfoProto): Value {
  const tensor = proto.type?.tensorType;
  const dims = tensor?.shape?.dim;
  const dimension = (d: onnx.TensorShapeProto.IDimension): Dimension => {
    if (d.dimParam) return d.dimParam;
    return d.dimValue === null || d.dimValue === undefined ? null : toNumber(d.dimValue);
  };
  return {
    name: proto.name ?? '',
    type: elementType(tensor?.elemType ?? 1) ?? 'float32',
    shape: dims ? dims.map(dimension) : null,
  };
}

function readNode(proto: onnx.INodeProto, external: ExternalData): Node {
  const attributes: Record<string, Attribute> = {};
  for (const attribute of proto.attribute ?? []) {
    const value = readAttribute(attribute, external);
    if (value) attributes[attribute.name ?? ''] = value;
  }
  return {
    name: proto.name ?? '',
    op: proto.opType ?? '',
    domain: proto.domain === 'ai.onnx' ? '' : (proto.domain ?? ''),
    inputs: proto.input ?? [],
    outputs: proto.output ?? [],
    attributes,
  };
}

const decodeText = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

const ATTRIBUTE_READERS: Partial<Record<number, (a: onnx.IAttributeProto, external: ExternalData) => Attribute>> = {
  [AttributeType.FLOAT]: (a) => ({ kind: 'float', value: a.f ?? 0 }),
  [AttributeType.INT]: (a) => ({ kind: 'int', value: toNumber(a.i ?? 0) }),
  [AttributeType.STRING]: (a) => ({ kind: 'string', value: decodeText(a.s) }),
  [AttributeType.FLOATS]: (a) => ({ kind: 'floats', value: a.floats ?? [] }),
  [AttributeType.INTS]: (a) => ({ kind: 'ints', value: (a.ints ?? []).map(toNumber) }),
  [AttributeType.STRINGS]: (a) => ({ kind: 'strings', value: (a.strings ?? []).map(decodeText) }),
  [AttributeType.TENSOR]: (a, external) => ({ kind: 'tensor', value: readWeight(a.t ?? {}, external) }),
  [AttributeType.GRAPH]: (a, external) => ({ kind: 'graph', value: readGraph(a.g ?? {}, external) }),
};

function readAttribute(proto: onnx.IAttributeProto, external: ExternalData): Attribute | undefined {
  if (proto.refAttrName) return { kind: 'reference', value: proto.refAttrName };
  return ATTRIBUTE_READERS[proto.type ?? guessType(proto)]?.(proto, external);
}

/** IR versions before 2 leave the attribute's type out. */
function guessType(proto: onnx.IAttributeProto): number {
  if (proto.ints?.length) return AttributeType.INTS;
  if (proto.floats?.length) return AttributeType.FLOATS;
  if (proto.s?.length) return AttributeType.STRING;
  if (proto.t) return AttributeType.TENSOR;
  return proto.f ? AttributeType.FLOAT : AttributeType.INT;
}

function readFunction(proto: onnx.IFunctionProto, external: ExternalData): ModelFunction {
  return {
    name: proto.name ?? '',
    domain: proto.domain ?? '',
    inputs: proto.input ?? [],
    outputs: proto.output ?? [],
    attributes: proto.attribute ?? [],
    nodes: (proto.node ?? []).map((n) => readNode(n, external)),
    opsets: readOpsets(proto.opsetImport ?? []),
  };
}

function readOpsets(entries: readonly onnx.IOperatorSetIdProto[]): Map<string, number> {
  return new Map(entries.map((e) => [e.domain === 'ai.onnx' ? '' : (e.domain ?? ''), toNumber(e.version ?? 1)]));
}

/** Every tensor is made before it is read: what a flipped bit in a name breaks first. */
function checkOrder(graph: Graph, outer: ReadonlySet<string>): void {
  const made = new Set([...outer, ...graph.weights.keys(), ...graph.inputs.map((v) => v.name)]);
  for (const node of graph.nodes) {
    const missing = node.inputs.find((name) => name && !made.has(name));
    if (missing !== undefined) throw corrupt(`${node.op} ${node.name} reads ${missing}, which nothing makes`);
    for (const attribute of Object.values(node.attributes))
      if (attribute.kind === 'graph') checkOrder(attribute.value, made);
    node.outputs.forEach((name) => made.add(name));
  }
  const absent = graph.outputs.find((o) => !made.has(o.name));
  if (absent) throw corrupt(`nothing makes its output ${absent.name}`);
}

function refuseExternal(location: string): never {
  throw new LensError({
    code: 'not-found',
    what: `the weights file ${location} was not given`,
    next: 'Open the model from its folder',
  });
}
