import type { FloatTensor } from '../../tensor/tensor';
import { literalTensor, unwrapped } from './literal';

/** One tensor that a call of a layer made. */
export interface Reference {
  readonly layer: string;
  /** Which call of the layer. */
  readonly node: number;
  /** Which of the call's results. */
  readonly tensor: number;
}

/** What a layer is called with: tensors and plain numbers in order, all as they stand in the file, and those by name. */
export interface Call {
  readonly operands: readonly Operand[];
  /** Every argument in order, as the file has it: an index, an axis. */
  readonly args: readonly unknown[];
  readonly named: Readonly<Record<string, unknown>>;
}
export type Operand = Reference | FloatTensor;

export const isReference = (value: unknown): value is Reference =>
  typeof value === 'object' && value !== null && 'layer' in value && 'node' in value;

type Kwargs = Readonly<Record<string, unknown>>;
/** Keras 2 and TensorFlow.js: [layer, node, tensor] or [layer, node, tensor, named values]. */
type Triple = readonly [string, number, number, Kwargs?];

const isTriple = (value: unknown): value is Triple =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number' && typeof value[2] === 'number';
const fromTriple = ([layer, node, tensor]: Triple): Reference => ({ layer, node, tensor });

interface KerasTensor {
  readonly class_name: '__keras_tensor__';
  readonly config: { readonly keras_history: Triple };
}
const isRecord = (value: unknown): value is Kwargs =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isKerasTensor = (value: unknown): value is KerasTensor =>
  isRecord(value) &&
  value.class_name === '__keras_tensor__' &&
  isRecord(value.config) &&
  isTriple(value.config.keras_history);

/** The calls of a layer, from `inbound_nodes` of any Keras version. */
export function inboundCalls(nodes: unknown): Call[] {
  const list = Array.isArray(nodes) ? nodes : [];
  if (list.length === 0) return [{ operands: [], args: [], named: {} }];
  // A single call with a single tensor is written without one of the brackets by some versions.
  if (isTriple(list[0])) return [older(list)];
  return list.map((node: unknown) => (Array.isArray(node) ? older(node) : newer(isRecord(node) ? node : {})));
}

function older(node: readonly unknown[]): Call {
  const triples = (isTriple(node) ? [node] : node).filter(isTriple);
  const named = Object.fromEntries(
    Object.entries(isRecord(triples[0]?.[3]) ? triples[0][3] : {}).map(([name, value]) => [
      name,
      isTriple(value) ? fromTriple(value) : value,
    ]),
  );
  return { operands: triples.map(fromTriple), args: triples, named };
}

function newer(node: Kwargs): Call {
  const args: readonly unknown[] = Array.isArray(node.args) ? node.args : [];
  const named = Object.fromEntries(
    Object.entries(isRecord(node.kwargs) ? node.kwargs : {}).map(([name, value]) => [
      name,
      isKerasTensor(value) ? fromTriple(value.config.keras_history) : value,
    ]),
  );
  return { operands: args.flatMap(operandsIn), args, named };
}

/** Lists of tensors are tensors one after another; lists of numbers are one array. */
function operandsIn(value: unknown): Operand[] {
  if (isKerasTensor(value)) return [fromTriple(value.config.keras_history)];
  const literal = literalTensor(value);
  if (literal) return [literal];
  const items = Array.isArray(value) ? value : unwrapped(value);
  return Array.isArray(items) ? items.flatMap(operandsIn) : [];
}

/** `input_layers` and `output_layers`: one triple, or a list or dictionary of them. */
export function references(value: unknown): Reference[] {
  if (isTriple(value)) return [fromTriple(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(references);
}
