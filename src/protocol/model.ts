import type { CompleteRecipe } from './recipe';
import type { TaskDescription } from './task';

/** Devices a session can run on. */
export type DeviceId = 'cpu' | 'cuda' | 'webgpu' | 'dml' | 'coreml';
export type DeviceChoice = DeviceId | 'auto';

/**
 * What makes the model's own numbers of its logits: one softmax over all classes, a sigmoid for each label by itself
 * (one logit stands for two classes), or nothing where they are estimates of quantities.
 */
export type Link = 'softmax' | 'sigmoid' | 'identity';

/** What the scores are of: classes, two classes by one logit, labels each by itself, quantities, or positions. */
export type ScoreKind = 'classification' | 'binary' | 'multilabel' | 'regression' | 'dense';

export interface TensorDescription {
  readonly name: string;
  readonly type: string;
  /** null where a dimension is unknown; a string is a symbol such as `batch`. */
  readonly shape: readonly (number | string | null)[] | null;
}

/** One row of the layer list. */
export interface LayerDescription {
  /** The output tensor: a layer's identity everywhere. */
  readonly tensor: string;
  /** What it is called wherever it is shown; not unique, and never empty. */
  readonly label: string;
  /** Of its node; may be empty. */
  readonly name: string;
  readonly op: string;
  readonly shape: readonly (number | string | null)[] | null;
  readonly kernel?: readonly number[];
  readonly parameters: number;
  /** Multiply-accumulates for one image; 0 for elementwise layers. */
  readonly macs: number;
  /** The module path the exporter left in the name, for example `layer3.0.relu2`. */
  readonly module?: string;
  /** Has height and width and can carry a CAM. */
  readonly spatial: boolean;
  /** The gradient cannot pass this operator. */
  readonly stopsGradient: boolean;
}

/** How an imported model compares with TensorFlow.js' own result on a random input. */
export interface ImportCheck {
  /** `pending`: not compared so far. */
  readonly state: 'pending' | 'agrees' | 'differs' | 'unchecked';
  /** Largest difference relative to the largest output. */
  readonly difference?: number;
  /** One human-readable sentence. */
  readonly text: string;
}

/** What the model editor and `saliency-lens info` show. */
export interface ModelDescription {
  readonly path: string;
  readonly format: string;
  readonly hash: string;
  readonly fileBytes: number;
  readonly producer: string;
  readonly irVersion: number;
  readonly opsets: readonly { readonly domain: string; readonly version: number }[];
  readonly inputs: readonly TensorDescription[];
  readonly outputs: readonly TensorDescription[];
  readonly parameters: number;
  readonly macs: number;
  readonly layers: readonly LayerDescription[];
  /** What the output means, and what shows it. */
  readonly task: TaskDescription;
  /** The tensor taken as logits, and why. */
  readonly logits: {
    readonly tensor: string;
    readonly classes: number;
    readonly kind: ScoreKind;
    readonly reason: string;
  };
  /** The automatic CAM layer, and why; null where no layer has spatial extent. */
  readonly camLayer: { readonly tensor: string; readonly reason: string } | null;
  /** Operators through which no gradient can pass, on the way from input to logits. */
  readonly gradientBarriers: readonly { readonly op: string; readonly node: string }[];
  readonly recipe: CompleteRecipe;
  /** From black to white in each channel, preprocessed; absent for inputs that are no images. */
  readonly inputRange?: readonly number[];
  /** It takes volumes: [channels, depth, height, width]. */
  readonly takesVolumes?: true;
  /** Of imported models. */
  readonly importCheck?: ImportCheck;
  readonly warnings: readonly string[];
}
