import { LensError } from '../../../protocol/error';
import type { Dimension, Graph, Model, ModelFunction, Node, Value, Weight } from '../../graph/model';
import { elementTypeOf } from '../../graph/shapes/element-type';
import { readAttributes, type InnerReaders } from './attributes';
import { sortedBody, sortedGraph } from './order';
import { decodeModel, toNumber, type Message } from './schema';
import { corrupt, readWeight, type ExternalData } from './weights';

/**
 * Reads an ONNX ModelProto of any IR version. Weights are views of `bytes` (or of the external files), never copies.
 * @throws LensError `corrupt-model` when the bytes are no ONNX model, `unsupported-model` for element types nobody can
 * run
 * @see https://github.com/onnx/onnx/blob/main/docs/IR.md
 */
export function decodeOnnx(bytes: Uint8Array, external: ExternalData = refuseExternal): Model {
  if (bytes.length === 0) throw corrupt('it is empty');
  try {
    const proto = decodeModel(bytes);
    if (!proto.graph) throw corrupt('it has no graph');
    const inner: InnerReaders = { external, graph: (graph) => readGraph(graph, inner) };
    const graph = readGraph(proto.graph, inner);
    if (graph.outputs.length === 0) throw corrupt('its graph has no outputs');
    // Writers put it behind the graph: without it the file was cut off there.
    if (!proto.opsetImport?.length) throw corrupt('it names no operator set, as every model does at its end');
    return {
      irVersion: toNumber(proto.irVersion ?? 0),
      opsets: readOpsets(proto.opsetImport),
      producer: [proto.producerName, proto.producerVersion].filter(Boolean).join(' '),
      metadata: new Map((proto.metadataProps ?? []).map((p) => [p.key ?? '', p.value ?? ''])),
      functions: (proto.functions ?? []).map((f) => readFunction(f, inner)),
      graph: sortedGraph(graph),
    };
  } catch (error) {
    if (error instanceof LensError) throw error;
    throw corrupt('it is no ONNX file, or was cut off or overwritten', error);
  }
}

function readGraph(proto: Message<'GraphProto'>, inner: InnerReaders): Graph {
  const weights = new Map<string, Weight>();
  for (const tensor of proto.initializer ?? []) weights.set(tensor.name ?? '', readWeight(tensor, inner.external));
  if (proto.sparseInitializer?.length)
    throw new LensError({
      code: 'unsupported-model',
      what: 'the model stores sparse weights',
      next: 'Export it with dense weights',
    });
  const inputs = (proto.input ?? []).map(readValue);
  const outputs = (proto.output ?? []).map(readValue);
  const values = new Map([...(proto.valueInfo ?? []).map(readValue), ...inputs, ...outputs].map((v) => [v.name, v]));
  const nodes = (proto.node ?? []).map((n) => readNode(n, inner));
  return { name: proto.name ?? '', inputs, outputs, nodes, weights, values };
}

function readValue(proto: Message<'ValueInfoProto'>): Value {
  const tensor = proto.type?.tensorType;
  return {
    name: proto.name ?? '',
    type: elementTypeOf(tensor?.elemType ?? 1),
    shape: tensor?.shape?.dim?.map(readDimension) ?? null,
  };
}

/** PaddlePaddle and others write −1 for a length that is open, as they do for Reshape. */
function readDimension(proto: Message<'Dimension'>): Dimension {
  if (proto.dimParam) return proto.dimParam;
  const length = Object.hasOwn(proto, 'dimValue') ? toNumber(proto.dimValue!) : -1;
  return length < 0 ? null : length;
}

/** ONNX's own domain has two names. */
const domainOf = (name: string | undefined): string => (name === 'ai.onnx' ? '' : (name ?? ''));

function readNode(proto: Message<'NodeProto'>, inner: InnerReaders): Node {
  return {
    name: proto.name ?? '',
    op: proto.opType ?? '',
    domain: domainOf(proto.domain),
    ...(proto.overload && { overload: proto.overload }),
    inputs: proto.input ?? [],
    outputs: proto.output ?? [],
    attributes: readAttributes(proto.attribute, inner),
  };
}

function readFunction(proto: Message<'FunctionProto'>, inner: InnerReaders): ModelFunction {
  const inputs = proto.input ?? [];
  return {
    name: proto.name ?? '',
    domain: domainOf(proto.domain),
    overload: proto.overload ?? '',
    inputs,
    outputs: proto.output ?? [],
    attributes: proto.attribute ?? [],
    defaults: readAttributes(proto.attributeProto, inner),
    nodes: sortedBody(
      (proto.node ?? []).map((n) => readNode(n, inner)),
      inputs,
    ),
    opsets: readOpsets(proto.opsetImport),
  };
}

function readOpsets(entries: readonly Message<'OperatorSetIdProto'>[] = []): Map<string, number> {
  return new Map(entries.map((e) => [domainOf(e.domain), toNumber(e.version ?? 1)]));
}

function refuseExternal(location: string): never {
  throw new LensError({
    code: 'not-found',
    what: `the weights file ${location} was not given`,
    next: 'Open the model from its folder',
  });
}
