import protobuf from 'protobufjs/light';

/**
 * The messages of an ONNX file with the fields that are read or written here: type and number of each, `[]` where it
 * may be repeated. What is not listed is skipped.
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
 */
const MESSAGES = {
  ModelProto: {
    irVersion: 'int64 1',
    producerName: 'string 2',
    producerVersion: 'string 3',
    graph: 'GraphProto 7',
    opsetImport: 'OperatorSetIdProto[] 8',
    metadataProps: 'StringStringEntryProto[] 14',
    functions: 'FunctionProto[] 25',
  },
  OperatorSetIdProto: { domain: 'string 1', version: 'int64 2' },
  StringStringEntryProto: { key: 'string 1', value: 'string 2' },
  FunctionProto: {
    name: 'string 1',
    input: 'string[] 4',
    output: 'string[] 5',
    attribute: 'string[] 6',
    node: 'NodeProto[] 7',
    opsetImport: 'OperatorSetIdProto[] 9',
    domain: 'string 10',
    attributeProto: 'AttributeProto[] 11',
    overload: 'string 13',
  },
  GraphProto: {
    node: 'NodeProto[] 1',
    name: 'string 2',
    initializer: 'TensorProto[] 5',
    input: 'ValueInfoProto[] 11',
    output: 'ValueInfoProto[] 12',
    valueInfo: 'ValueInfoProto[] 13',
    sparseInitializer: 'bytes[] 15',
  },
  NodeProto: {
    input: 'string[] 1',
    output: 'string[] 2',
    name: 'string 3',
    opType: 'string 4',
    attribute: 'AttributeProto[] 5',
    domain: 'string 7',
    overload: 'string 8',
  },
  AttributeProto: {
    name: 'string 1',
    f: 'float 2',
    i: 'int64 3',
    s: 'bytes 4',
    t: 'TensorProto 5',
    g: 'GraphProto 6',
    floats: 'float[] 7',
    ints: 'int64[] 8',
    strings: 'bytes[] 9',
    type: 'int32 20',
    refAttrName: 'string 21',
  },
  TensorProto: {
    dims: 'int64[] 1',
    dataType: 'int32 2',
    floatData: 'float[] 4',
    int32Data: 'int32[] 5',
    stringData: 'bytes[] 6',
    int64Data: 'int64[] 7',
    name: 'string 8',
    rawData: 'bytes 9',
    doubleData: 'double[] 10',
    uint64Data: 'uint64[] 11',
    externalData: 'StringStringEntryProto[] 13',
    dataLocation: 'int32 14',
  },
  ValueInfoProto: { name: 'string 1', type: 'TypeProto 2' },
  TypeProto: { tensorType: 'TypeProtoTensor 1' },
  TypeProtoTensor: { elemType: 'int32 1', shape: 'TensorShapeProto 2' },
  TensorShapeProto: { dim: 'Dimension[] 1' },
  Dimension: { dimValue: 'int64 1', dimParam: 'string 2' },
} as const;

type Messages = typeof MESSAGES;
/** A 64-bit integer as protobufjs reads it, or as it may be given. */
export type Int64 = number | { toNumber(): number; toString(): string };
export const toNumber = (value: Int64): number => (typeof value === 'number' ? value : value.toNumber());

/** What each type of field is in JavaScript. */
interface Scalars {
  int64: Int64;
  uint64: Int64;
  int32: number;
  float: number;
  double: number;
  string: string;
  bytes: Uint8Array;
}
type Single<T> = T extends keyof Scalars ? Scalars[T] : T extends keyof Messages ? Message<T> : never;
type FieldOf<T> = T extends `${infer Type}[] ${number}`
  ? readonly Single<Type>[]
  : T extends `${infer Type} ${number}`
    ? Single<Type>
    : never;

/** A message; of those that were read, lists are never absent and a field that is not there has its default. */
export type Message<M extends keyof Messages> = { readonly [F in keyof Messages[M]]?: FieldOf<Messages[M][F]> };

function descriptor(fields: Readonly<Record<string, string>>): protobuf.IType {
  const described = Object.entries(fields).map(([name, text]) => {
    const [type, id] = text.split(' ');
    const repeated = type.endsWith('[]');
    return [name, { type: repeated ? type.slice(0, -2) : type, id: Number(id), ...(repeated && { rule: 'repeated' }) }];
  });
  return { fields: Object.fromEntries(described) as protobuf.IType['fields'] };
}

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(Object.entries(MESSAGES).map(([name, fields]) => [name, descriptor(fields)])),
});
const model = root.lookupType('ModelProto');

/** @throws Error where the bytes are no such message */
export const decodeModel = (bytes: Uint8Array): Message<'ModelProto'> => model.decode(bytes) as Message<'ModelProto'>;
export const encodeModel = (message: Message<'ModelProto'>): Uint8Array => model.encode(message).finish();

/** `AttributeProto.AttributeType`. */
export const AttributeType = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  GRAPH: 5,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
} as const;
