import type { Attribute, Attributes, Dimension, Graph, Model, Node, Value, Weight } from '../../graph/model';
import { elementNumberOf } from '../../graph/shapes/element-type';
import { AttributeType, encodeModel, type Message } from './schema';

/** Weights up to this many bytes stand inside the file, larger ones are referred to where they lie in memory. */
const INLINE = 1024;

/** A model as ONNX Runtime takes it: a small file, and the memory in which its large weights lie. */
export interface EncodedModel {
  readonly bytes: Uint8Array;
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array }[];
}

/**
 * Encodes a model without copying a weight: large ones become references (buffer, offset, length) to the memory they
 * are views of.
 */
export function encodeOnnx(model: Model): EncodedModel {
  const buffers = new Map<ArrayBufferLike, string>();
  const bytes = encode(model, (name, weight) => {
    if (weight.bytes.length <= INLINE) return inlineTensor(name, weight);
    const path = buffers.get(weight.bytes.buffer) ?? `memory${buffers.size}`;
    buffers.set(weight.bytes.buffer, path);
    return externalTensor(name, weight, path);
  });
  return { bytes, externalData: [...buffers].map(([buffer, path]) => ({ path, data: new Uint8Array(buffer) })) };
}

/** Encodes a model as one self-contained file. */
export function encodeOnnxFile(model: Model): Uint8Array {
  return encode(model, inlineTensor);
}

type TensorWriter = (name: string, weight: Weight) => Message<'TensorProto'>;

function encode(model: Model, tensor: TensorWriter): Uint8Array {
  return encodeModel({
    irVersion: model.irVersion,
    producerName: model.producer,
    opsetImport: [...model.opsets].map(([domain, version]) => ({ domain, version })),
    metadataProps: [...model.metadata].map(([key, value]) => ({ key, value })),
    functions: model.functions.map((f) => ({
      name: f.name,
      domain: f.domain,
      input: f.inputs,
      output: f.outputs,
      overload: f.overload,
      attribute: f.attributes,
      attributeProto: writeAttributes(f.defaults, tensor),
      node: f.nodes.map((n) => writeNode(n, tensor)),
      opsetImport: [...f.opsets].map(([domain, version]) => ({ domain, version })),
    })),
    graph: writeGraph(model.graph, tensor),
  });
}

function writeGraph(graph: Graph, tensor: TensorWriter): Message<'GraphProto'> {
  const names = new Set<string>();
  return {
    name: graph.name,
    // ONNX Runtime refuses two nodes of one name, but not nodes without.
    node: graph.nodes.map((n) => writeNode(names.has(n.name) ? { ...n, name: '' } : n, tensor, names)),
    initializer: [...graph.weights].map(([name, weight]) => tensor(name, weight)),
    input: graph.inputs.map(writeValue),
    output: graph.outputs.map(writeValue),
  };
}

function inlineTensor(name: string, weight: Weight): Message<'TensorProto'> {
  return {
    name,
    dims: weight.dims,
    dataType: elementNumberOf(weight.type),
    ...(weight.strings ? { stringData: weight.strings.map((s) => Buffer.from(s)) } : { rawData: weight.bytes }),
  };
}

function externalTensor(name: string, weight: Weight, path: string): Message<'TensorProto'> {
  const entry = (key: string, value: string | number): Message<'StringStringEntryProto'> => ({
    key,
    value: String(value),
  });
  return {
    name,
    dims: [...weight.dims],
    dataType: elementNumberOf(weight.type),
    dataLocation: 1,
    externalData: [
      entry('location', path),
      entry('offset', weight.bytes.byteOffset),
      entry('length', weight.bytes.byteLength),
    ],
  };
}

function writeValue(value: Value): Message<'ValueInfoProto'> {
  const dimension = (d: Dimension): Message<'Dimension'> =>
    typeof d === 'number' ? { dimValue: d } : d === null ? {} : { dimParam: d };
  const shape = value.shape ? { dim: value.shape.map(dimension) } : undefined;
  return { name: value.name, type: { tensorType: { elemType: elementNumberOf(value.type), shape } } };
}

function writeNode(node: Node, tensor: TensorWriter, names?: Set<string>): Message<'NodeProto'> {
  names?.add(node.name);
  return {
    name: node.name,
    opType: node.op,
    domain: node.domain,
    ...(node.overload && { overload: node.overload }),
    input: node.inputs,
    output: node.outputs,
    attribute: writeAttributes(node.attributes, tensor),
  };
}

const writeAttributes = (attributes: Attributes, tensor: TensorWriter): Message<'AttributeProto'>[] =>
  Object.entries(attributes).map(([name, value]) => writeAttribute(name, value, tensor));

function writeAttribute(name: string, attribute: Attribute, tensor: TensorWriter): Message<'AttributeProto'> {
  switch (attribute.kind) {
    case 'int':
      return { name, type: AttributeType.INT, i: wholeNumber(attribute.value) };
    case 'float':
      return { name, type: AttributeType.FLOAT, f: attribute.value };
    case 'string':
      return { name, type: AttributeType.STRING, s: Buffer.from(attribute.value) };
    case 'ints':
      return { name, type: AttributeType.INTS, ints: attribute.value.map(wholeNumber) };
    case 'floats':
      return { name, type: AttributeType.FLOATS, floats: attribute.value };
    case 'strings':
      return { name, type: AttributeType.STRINGS, strings: attribute.value.map((s) => Buffer.from(s)) };
    case 'tensor':
      return { name, type: AttributeType.TENSOR, t: inlineTensor('', attribute.value) };
    case 'graph':
      return { name, type: AttributeType.GRAPH, g: writeGraph(attribute.value, tensor) };
    case 'reference':
      return { name, refAttrName: attribute.value };
  }
}

/** "To the end" markers near 2^63 do not survive a double; any number beyond every real length means the same. */
const wholeNumber = (value: number): number => Math.max(-(2 ** 53 - 1), Math.min(2 ** 53 - 1, value));
