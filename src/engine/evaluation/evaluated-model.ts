import type { Link } from '../../protocol/model';
import { preprocessingOf } from '../../protocol/preprocessing';
import type { TaskId } from '../../protocol/task';
import { randomisedGraphs } from '../metric/randomised-graphs';
import { Network } from '../session/network';
import { withInputsOf } from '../explanation/opened-input';
import { explainerHash } from '../model/explainer-file';
import type { OpenedModel } from '../model/opening';
import { keyOf } from './journal';
import type { JudgedModel } from './judged-model';
import type { SizedModels } from './sized-models';

/** Raised when a change of the program changes a number: results of earlier versions are then made anew. */
const RESULTS_VERSION = 3;

/** Steps from one re-initialised layer to all, in the randomisation check. */
export const RANDOMISATION_LEVELS = 4;

/** How a detector's outputs are read, which its sidecar may say otherwise. */
function readingOf({ detector }: OpenedModel): unknown {
  if (!detector) return null;
  const { layout, outputs, boxOrder, columns } = detector.reading;
  const anchors = detector.anchors && keyOf(Array.from(detector.anchors.data));
  return [layout.id, outputs, boxOrder ?? null, columns ?? null, anchors ?? null, detector.thresholds];
}

/** What is given beside the image. */
const besideKey = ({ beside, network }: OpenedModel): unknown =>
  [...beside!.inputs.map(({ constant }) => constant), ...Object.values(network.graph.beside ?? {})].map(
    (tensor) => tensor && Buffer.from(Float32Array.from(tensor.data as Float32Array).buffer).toString('base64'),
  );

/** A model of an evaluation. */
export class EvaluatedModel implements JudgedModel {
  /** What every result of this model depends on: weights, preprocessing, what its output means, device. */
  readonly key: string;
  readonly classes: number;
  readonly dense: boolean;
  readonly task: TaskId;
  readonly labels: readonly string[];
  readonly aliases?: readonly (readonly string[])[];
  readonly units?: readonly string[];
  readonly thresholds?: readonly number[];
  private learned?: string | null;
  /** The last that was made for the other inputs of an image. */
  private withInputs?: EvaluatedModel;
  private copies?: readonly { readonly layer: string; readonly opened: OpenedModel }[];

  constructor(
    /** Unique in the run. */
    readonly name: string,
    readonly opened: OpenedModel,
    /** Of the weights of re-initialised copies. */
    readonly seed: number,
    /** Where it leaves the size of its images open: the same at the size of each. */
    private readonly sized?: SizedModels<EvaluatedModel>,
  ) {
    const { file, recipe, network, logits } = opened;
    const { guessed: _guessed, ...preprocessing } = preprocessingOf(recipe);
    this.key = keyOf(
      RESULTS_VERSION,
      file.hash,
      preprocessing,
      opened.task.id,
      logits.tensor,
      logits.link,
      readingOf(opened),
      network.device,
      ...(opened.beside ? [besideKey(opened)] : []),
    );
    this.classes = opened.detector?.classes ?? network.scores;
    this.dense = logits.kind === 'dense';
    this.task = opened.task.id;
    this.labels = recipe.labels;
    this.aliases = recipe.aliases;
    this.units = recipe.units;
    this.thresholds = recipe.thresholds;
  }

  /** What results of learned methods depend on besides: the explainer that was learned for the model. */
  get explainerKey(): string | null {
    if (this.learned === undefined) this.learned = explainerHash(this.opened.file);
    return this.learned;
  }

  /** What makes the model's own numbers of its logits. */
  get link(): Link {
    return this.opened.network.graph.link;
  }

  /** Logits per input, or per position. */
  get width(): number {
    return this.opened.network.graph.logitsDims[0];
  }

  /** Whether images have sizes of their own. */
  get isSized(): boolean {
    return this.sized !== undefined;
  }

  /**
   * The model at the size of an image and with what its other inputs are for it; itself where these are the same for
   * all. It is valid until another one is asked for, and is not to be closed.
   */
  async at(image: string): Promise<EvaluatedModel> {
    const own = this.sized ? await this.sized.at(image) : this;
    const opened = await withInputsOf(own.opened, image);
    if (opened === own.opened) return own;
    await this.withInputs?.closeCopies();
    this.withInputs = new EvaluatedModel(this.name, opened, this.seed);
    return this.withInputs;
  }

  /** Copies of the model with ever more of its layers re-initialised, opened once. */
  randomised(): readonly { readonly layer: string; readonly opened: OpenedModel }[] {
    const { network } = this.opened;
    this.copies ??= [...randomisedGraphs(network.graph, this.seed, RANDOMISATION_LEVELS)].map(({ layer, graph }) => ({
      layer,
      opened: { ...this.opened, network: new Network(graph, network.runtime) },
    }));
    return this.copies;
  }

  async close(): Promise<void> {
    await this.opened.network.close();
    await this.closeCopies();
    await this.sized?.close();
  }

  /** Closes what was opened for it, but not the model itself. */
  async closeCopies(): Promise<void> {
    for (const { opened } of this.copies ?? []) await opened.network.close();
    this.copies = undefined;
    await this.withInputs?.closeCopies();
  }
}
