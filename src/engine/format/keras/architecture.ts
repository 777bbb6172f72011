import { LensError } from '../../../protocol/error';
import { inboundCalls, isReference, references, type Call, type Reference } from './inbound';

/** A layer of a network, with every call of it in the order of calls. */
export interface LayerNode {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly calls: readonly Call[];
  /** The network inside, where the layer is a model itself. */
  readonly network?: Architecture;
}

/** A network of layers: what Keras calls a Functional or Sequential model. */
export interface Architecture {
  readonly name: string;
  readonly layers: readonly LayerNode[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

type Json = Readonly<Record<string, unknown>>;
const MODELS = new Set(['Functional', 'Model', 'Sequential']);

/**
 * Reads the configuration of a Keras model, of any version.
 * @param config {class_name, config} as in `model_config`, `config.json` of a .keras file, or TensorFlow.js'
 * `modelTopology`
 * @throws LensError `unsupported-model` for subclassed models, which have no configuration
 */
export function readArchitecture(config: unknown): Architecture {
  const { class_name: given, config: inner } = asObject(config, 'the model');
  const className = classOf(given, 'the model');
  if (!MODELS.has(className)) {
    throw new LensError({
      code: 'unsupported-model',
      what: `a model of the class ${className} has no list of layers`,
      next: 'Rebuild it as a Functional model, or export it to ONNX with tf2onnx',
    });
  }
  return className === 'Sequential' ? sequential(inner) : functional(asObject(inner, 'the model'));
}

function functional(config: Json): Architecture {
  const layers = asList(config.layers).map((entry): LayerNode => {
    const layer = asObject(entry, 'a layer');
    return { ...layerOf(layer), calls: inboundCalls(layer.inbound_nodes) };
  });
  return renumbered({
    name: nameOf(config.name ?? 'model', 'the model'),
    layers,
    inputs: references(config.input_layers),
    outputs: references(config.output_layers),
  });
}

/**
 * TensorFlow.js counts a model's own construction as its first call, which the file leaves out: references are moved
 * back by it.
 */
function renumbered({ name, layers, inputs, outputs }: Architecture): Architecture {
  const used = [
    ...outputs,
    ...layers.flatMap(({ calls }) =>
      calls.flatMap((call) => [...call.operands, ...Object.values(call.named)].filter(isReference)),
    ),
  ];
  const last = new Map<string, number>();
  for (const { layer, node } of used) last.set(layer, Math.max(node, last.get(layer) ?? 0));
  const surplus = new Map(
    layers.map((layer) => [layer.name, Math.max(0, (last.get(layer.name) ?? 0) - layer.calls.length + 1)]),
  );
  const moved = (ref: Reference): Reference => ({
    ...ref,
    node: Math.max(0, ref.node - (surplus.get(ref.layer) ?? 0)),
  });
  const inCall = ({ operands, args, named }: Call): Call => ({
    args,
    operands: operands.map((value) => (isReference(value) ? moved(value) : value)),
    named: Object.fromEntries(
      Object.entries(named).map(([key, value]) => [key, isReference(value) ? moved(value) : value]),
    ),
  });
  return {
    name,
    layers: layers.map((layer) => ({ ...layer, calls: layer.calls.map(inCall) })),
    inputs,
    outputs: outputs.map(moved),
  };
}

/**
 * The layers one after the other; without a layer for the input one is made of the shape that the first layer states.
 */
function sequential(config: unknown): Architecture {
  const object: Json = Array.isArray(config) ? { layers: config } : asObject(config, 'the model');
  const listed = asList(object.layers).map((entry) => layerOf(asObject(entry, 'a layer')));
  const hasInput = listed[0]?.className === 'InputLayer';
  const shape = object.build_input_shape ?? statedShape(listed[0]);
  const name = nameOf(object.name ?? 'sequential', 'the model');
  const input = { name: `${name}_input`, className: 'InputLayer', config: { batch_input_shape: shape } };
  const all = hasInput ? listed : [input, ...listed];
  const layers = all.map((layer, k): LayerNode => {
    const call: Call = {
      operands: k === 0 ? [] : [{ layer: all[k - 1].name, node: 0, tensor: 0 }],
      args: [],
      named: {},
    };
    return { ...layer, calls: [call] };
  });
  return {
    name,
    layers,
    inputs: [{ layer: all[0].name, node: 0, tensor: 0 }],
    outputs: [{ layer: all.at(-1)!.name, node: 0, tensor: 0 }],
  };
}

function statedShape(layer: Omit<LayerNode, 'calls'> | undefined): unknown {
  if (!layer) return undefined;
  const own = layer.config.batch_input_shape ?? layer.config.batch_shape;
  if (own !== undefined || !layer.network) return own;
  return statedShape(layer.network.layers[0]);
}

function layerOf(entry: Json): Omit<LayerNode, 'calls'> {
  const className = classOf(entry.class_name, 'a layer');
  const config: Json = Array.isArray(entry.config) ? {} : asObject(entry.config, className);
  const network = MODELS.has(className) ? readArchitecture(entry) : undefined;
  const name = nameOf(entry.name ?? config.name ?? className, `a layer of the class ${className}`);
  return { name, className, config, ...(network && { network }) };
}

function nameOf(value: unknown, what: string): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new LensError({
    code: 'corrupt-model',
    what: `the name of ${what} is no text`,
    next: 'Save the model again',
  });
}

function classOf(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw new LensError({
    code: 'corrupt-model',
    what: `the configuration of ${what} names no class`,
    next: 'Save the model again',
  });
}

function asObject(value: unknown, what: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new LensError({
    code: 'corrupt-model',
    what: `the configuration of ${what} is missing`,
    next: 'Save the model again',
  });
}

/** Layers of a network. @throws LensError where there are none, which no saved model has */
function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new LensError({
    code: 'corrupt-model',
    what: 'the configuration of the model holds no list of layers',
    next: 'Save the model again',
  });
}
