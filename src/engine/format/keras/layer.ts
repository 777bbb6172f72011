import { LensError } from '../../../protocol/error';
import type { FloatTensor } from '../../tensor/tensor';
import type { NetworkBuilder } from '../builder/builder';
import type { Feature } from '../builder/feature';
import type { Call } from './inbound';
import type { Settings } from './settings';

/** Which software gave the file its meaning: they differ in a few layers. */
export type Dialect = 'tensorflow.js' | 'keras 2' | 'keras 3';

/** One call of a layer, with all it needs to be built. */
export interface LayerCall {
  readonly builder: NetworkBuilder;
  readonly className: string;
  readonly settings: Settings;
  readonly dialect: Dialect;
  /** Tensors (and plain numbers, as constants) it is called with. */
  readonly inputs: readonly Feature[];
  /** Every argument in order, as the file has it. */
  readonly args: Call['args'];
  /** Values given by name, tensors among them as features. */
  readonly named: Call['named'];
  /** Class and name, for messages. */
  readonly where: string;
  /** A stored variable. @throws LensError when it is missing */
  weight(name: string): FloatTensor;
  /** A stored variable that need not be there. */
  optionalWeight(name: string): FloatTensor | undefined;
}

/** How the layers of some classes are built. */
export interface LayerConverter {
  readonly classes: readonly string[];
  /**
   * Names of the stored variables in the order in which Keras creates them; alternatives stand as
   * `kernel|depthwise_kernel`.
   */
  readonly variables?: (settings: Settings) => readonly string[];
  /** The result of a call, or its results. */
  build(call: LayerCall): Feature | readonly Feature[];
}

/** A converter of layers that have one result. */
export interface SingleConverter extends LayerConverter {
  build(call: LayerCall): Feature;
}

/** The error for a layer setting that is not supported. */
export function unsupported(call: LayerCall, what: string): LensError {
  return new LensError({
    code: 'unsupported-model',
    what,
    where: call.where,
    next: 'Replace the layer, or export the model to ONNX with tf2onnx',
  });
}
