import type { Attribute, Attributes, Graph } from '../../graph/model';
import { AttributeType, toNumber, type Message } from './schema';
import { readWeight, type ExternalData } from './weights';

type Proto = Message<'AttributeProto'>;
type AttributeReader = (proto: Proto, inner: InnerReaders) => Attribute;

/** How what attributes hold is read. */
export interface InnerReaders {
  readonly external: ExternalData;
  graph(proto: Message<'GraphProto'>): Graph;
}

const decodeText = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

/** Attributes of other kinds (sparse tensors, types) belong to operators that are not known here. */
const READERS: ReadonlyMap<number, AttributeReader> = new Map<number, AttributeReader>([
  [AttributeType.FLOAT, (a) => ({ kind: 'float', value: a.f ?? 0 })],
  [AttributeType.INT, (a) => ({ kind: 'int', value: toNumber(a.i ?? 0) })],
  [AttributeType.STRING, (a) => ({ kind: 'string', value: decodeText(a.s) })],
  [AttributeType.FLOATS, (a) => ({ kind: 'floats', value: a.floats ?? [] })],
  [AttributeType.INTS, (a) => ({ kind: 'ints', value: (a.ints ?? []).map(toNumber) })],
  [AttributeType.STRINGS, (a) => ({ kind: 'strings', value: (a.strings ?? []).map(decodeText) })],
  [AttributeType.TENSOR, (a, { external }) => ({ kind: 'tensor', value: readWeight(a.t ?? {}, external) })],
  [AttributeType.GRAPH, (a, { graph }) => ({ kind: 'graph', value: graph(a.g ?? {}) })],
]);

export function readAttributes(protos: readonly Proto[] = [], inner: InnerReaders): Attributes {
  return Object.fromEntries(
    protos.flatMap((proto) => {
      const value = readAttribute(proto, inner);
      return value ? [[proto.name ?? '', value]] : [];
    }),
  );
}

function readAttribute(proto: Proto, inner: InnerReaders): Attribute | undefined {
  if (proto.refAttrName) return { kind: 'reference', value: proto.refAttrName };
  return READERS.get(proto.type || guessedType(proto))?.(proto, inner);
}

/** IR versions before 2 leave the attribute's type out. */
function guessedType(proto: Proto): number {
  if (proto.ints?.length) return AttributeType.INTS;
  if (proto.floats?.length) return AttributeType.FLOATS;
  if (proto.s?.length) return AttributeType.STRING;
  if (proto.t) return AttributeType.TENSOR;
  return proto.f ? AttributeType.FLOAT : AttributeType.INT;
}
