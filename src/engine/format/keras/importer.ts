import { LensError } from '../../../protocol/error';
import type { Dimension, Model } from '../../graph/model';
import type { FloatTensor } from '../../tensor/tensor';
import { NetworkBuilder } from '../builder/builder';
import type { Feature } from '../builder/feature';
import { importMetadata } from '../import-notes';
import type { Architecture, LayerNode } from './architecture';
import { goesRound, missingWeight, noCall, noResult, notCalled } from './call-faults';
import { isReference, type Operand, type Reference } from './inbound';
import type { Dialect } from './layer';
import { layerConverter } from './layers';
import { isPlainImage } from './plain-image';
import { Settings } from './settings';
import { refuseUnknown } from './unknown-layers';
import type { PathStep, WeightSource } from './weights';

/**
 * A Keras model as a graph. Its input stays as Keras has it (images [batch, height, width, channels] or [batch, height,
 * width]; signals as [batch, channels, length]); everything inside, and outputs with spatial axes, lie channels first.
 * @throws LensError `unsupported-model` naming every layer that cannot be imported, `corrupt-model` where a weight is
 * missing
 */
export function importKeras(
  architecture: Architecture,
  weights: WeightSource,
  dialect: Dialect,
  producer: string,
): Model {
  refuseUnknown(architecture);
  if (architecture.inputs.length === 0 || architecture.outputs.length === 0)
    throw new LensError({
      code: 'corrupt-model',
      what: 'the configuration of the model names no inputs, or no outputs',
      next: 'Save the model again',
    });
  const builder = new NetworkBuilder(
    architecture.name,
    producer,
    importMetadata({ layout: areChannelsFirst(architecture) ? 'nchw' : 'nhwc', warnings: [] }),
  );
  const importer = new KerasImporter(builder, weights, dialect);
  importer
    .network(
      architecture,
      architecture.inputs.map((ref) => importer.input(architecture, ref)),
      [],
    )
    .forEach((feature) => builder.output(feature));
  return builder.build();
}

/** Whether the graph's inputs have channels first: those of the model itself, or signals, which are turned. */
const areChannelsFirst = (architecture: Architecture): boolean =>
  isChannelsFirst(architecture) || architecture.inputs.every((ref) => isSignal(architecture, ref));

const statedShape = ({ layers }: Architecture, ref: Reference): unknown => {
  const config = layers.find(({ name }) => name === ref.layer)?.config;
  return config?.batch_input_shape ?? config?.batch_shape;
};

/** Whether an input is [batch, length, channels]. */
function isSignal(architecture: Architecture, ref: Reference): boolean {
  const stated = statedShape(architecture, ref);
  return Array.isArray(stated) && stated.length === 3 && !isPlainImage(architecture, ref, stated.slice(1));
}

const isChannelsFirst = ({ layers }: Architecture): boolean =>
  layers.some((layer) =>
    layer.network ? isChannelsFirst(layer.network) : layer.config.data_format === 'channels_first',
  );

/**
 * A model may call another, which calls another twice, and so on: its graph is then exponentially larger than its file.
 * The largest networks of Keras have some thousands of calls.
 */
const MOST_CALLS = 50_000;
/** Layers stand behind those that they read, all but a few: longer ways back come of no saved model. */
const MOST_DEPTH = 500;
/** Names under which Keras hands a layer its one tensor, and those that layers of several read themselves. */
const FIRST_NAMES = ['inputs', 'x', 'input', 'images'];
const READ_BY_NAME = new Set(['x1', 'x2', 'query', 'value', 'key']);

class KerasImporter {
  private calls = 0;
  private depth = 0;

  constructor(
    private readonly builder: NetworkBuilder,
    private readonly weights: WeightSource,
    private readonly dialect: Dialect,
  ) {}

  /** The graph's input; a signal is taken channels first, as the rest of the engine has it. */
  input(architecture: Architecture, ref: Reference): Feature {
    const stated = statedShape(architecture, ref);
    if (!Array.isArray(stated)) {
      throw new LensError({
        code: 'unsupported-model',
        what: `${architecture.name} does not say the shape of its input`,
        next: 'Build it with an Input layer, or call it once before it is saved',
      });
    }
    const shape: Dimension[] = [
      'batch',
      ...stated.slice(1).map((d: unknown) => (typeof d === 'number' && d > 0 ? d : null)),
    ];
    this.builder.enter(ref.layer);
    if (!isSignal(architecture, ref)) return this.builder.input(ref.layer, 'float32', shape);
    const [batch, length, channels] = shape;
    return { ...this.builder.input(ref.layer, 'float32', [batch, channels, length]), shape, moved: true };
  }

  /** The outputs of a network for some inputs. */
  network(architecture: Architecture, inputs: readonly Feature[], path: readonly PathStep[]): Feature[] {
    const steps = pathSteps(architecture);
    if (inputs.length < architecture.inputs.length) throw notCalled(architecture.name);
    const layers = new Map(architecture.layers.map((layer) => [layer.name, layer]));
    const done = new Map<string, readonly Feature[]>(
      architecture.inputs.map((ref, k) => [`${ref.layer}:${ref.node}`, [inputs[k]]]),
    );
    const feature = ({ layer: name, node, tensor }: Reference): Feature => {
      const key = `${name}:${node}`;
      if (++this.depth > MOST_DEPTH) throw goesRound(name, MOST_DEPTH);
      const made = done.get(key) ?? this.call(layers.get(name), node, feature, [...path, steps.get(name)!]);
      this.depth--;
      done.set(key, made);
      if (!made[tensor]) throw noResult(name);
      return made[tensor];
    };
    // In the order of the file, so that deep networks need no deep recursion.
    for (const layer of architecture.layers) {
      if (layer.className === 'InputLayer') continue;
      layer.calls.forEach((_, node) => feature({ layer: layer.name, node, tensor: 0 }));
    }
    return architecture.outputs.map(feature);
  }

  private call(
    layer: LayerNode | undefined,
    node: number,
    feature: (ref: Reference) => Feature,
    path: readonly PathStep[],
  ): readonly Feature[] {
    const call = layer?.calls[node];
    // Only an input of the network stands for an input layer, and those are known before anything is called.
    if (!layer || !call || layer.className === 'InputLayer') throw noCall(path.at(-1)?.name ?? 'a layer');
    if (++this.calls > MOST_CALLS)
      throw new LensError({
        code: 'unsupported-model',
        what: `the model calls its layers more than ${MOST_CALLS} times, counting networks within networks`,
        next: 'Export a smaller model',
      });
    const where = `${layer.className} ${layer.name}`;
    const operand = (value: Operand): Feature => (isReference(value) ? feature(value) : this.builder.constant(value));
    const inputs = (call.operands.length > 0 ? call.operands : firstNamed(call)).map(operand);
    if (inputs.length === 0 && !Object.keys(call.named).some((name) => READ_BY_NAME.has(name))) throw notCalled(where);
    if (layer.network) return this.network(layer.network, inputs, path);
    const named = Object.fromEntries(
      Object.entries(call.named).map(([name, value]) => [name, isReference(value) ? feature(value) : value]),
    );
    const settings = new Settings(layer.config, where);
    const converter = layerConverter(layer.className)!;
    const variables = converter.variables?.(settings) ?? [];
    const optionalWeight = (name: string): FloatTensor | undefined =>
      this.weights.variable(path, name.split('|'), placeAmong(variables, name));
    const weight = (name: string): FloatTensor => {
      const stored = optionalWeight(name);
      if (!stored) throw missingWeight(where, name);
      return stored;
    };
    this.builder.enter(path.map((step) => step.name).join('/'));
    const made = converter.build({
      builder: this.builder,
      className: layer.className,
      settings,
      dialect: this.dialect,
      inputs,
      args: call.args,
      named,
      where,
      weight,
      optionalWeight,
    });
    return (isSeveral(made) ? made : [made]).map((one) => this.builder.leave(one));
  }
}

/** What a layer that is called by names alone is called with. */
function firstNamed({ named }: LayerNode['calls'][number]): Reference[] {
  const value = FIRST_NAMES.map((name) => named[name]).find(isReference);
  return value ? [value] : [];
}

const isSeveral = (made: Feature | readonly Feature[]): made is readonly Feature[] => Array.isArray(made);

/** The place of a variable among those of its part: `query/bias` is the second of `query`. */
function placeAmong(variables: readonly string[], name: string): number {
  const part = (text: string): string => text.split('/').slice(0, -1).join('/');
  return variables.filter((variable) => part(variable) === part(name)).indexOf(name);
}

/** Keras 3 stores layers by class and number, in the order of the network. */
function pathSteps({ layers }: Architecture): Map<string, PathStep> {
  const counts = new Map<string, number>();
  return new Map(
    layers.map(({ name, className }) => {
      const ordinal = counts.get(className) ?? 0;
      counts.set(className, ordinal + 1);
      return [name, { name, className, ordinal }];
    }),
  );
}
