import type { PredictResult } from '../../protocol/prediction';
import type { DetectedBoxes } from '../../protocol/task';
import type { MaskSource } from '../dataset/dataset';
import { readMask } from '../dataset/mask';
import { explain } from '../explanation/explanation';
import { predict } from '../explanation/prediction';
import type { ExplainedTarget } from '../explanation/explained-target';
import { classScore, requestedTarget } from '../explanation/target';
import { referenceTarget } from '../explanation/vector-target';
import { readInput, type NetworkInput } from '../image/input';
import type { Explainer, Subject } from '../metric/metric';
import type { OpenedModel } from '../model/opening';
import { Execution, type JobOptions } from '../session/execution';
import type { Score } from '../session/score';
import type { FloatTensor } from '../tensor/tensor';
import type { Asked } from './asked';
import { boxMask } from './box-mask';
import type { EvaluatedModel } from './evaluated-model';
import type { InputsAhead } from './inputs-ahead';
import { Made } from './made';
import { metricSubject, rowByRow } from './metric-subject';
import type { PlannedMethod } from './plan';
import { cancelled } from './run-end';

/** What a method's explanation cost, and what was odd about it. */
export interface ExplanationFacts {
  readonly forwardPasses: number;
  readonly backwardPasses: number;
  readonly leastPasses: number;
  readonly warnings: readonly string[];
}

/** An input of the folder, with what belongs to it. */
export interface InputFile {
  readonly path: string;
  readonly hash: string;
  readonly content?: Buffer;
  readonly mask: MaskSource | null;
  /** Hash of what the mask is made from. */
  readonly maskHash: string | null;
}

/** A method's map of the input, as the method gave it. */
interface MethodMap {
  readonly attribution: FloatTensor;
  readonly facts: ExplanationFacts;
}

/**
 * One input under one model, and its maps; each is made once. The clean forward pass runs once; every method begins
 * with exactly that in memory, whatever ran before it, so that values and costs do not depend on where an earlier run
 * stopped.
 */
export class ExplainedImage {
  private input?: Promise<{ readonly input: NetworkInput; readonly predicted: PredictResult }>;
  private readonly masks = new Map<number | null, Promise<Uint8Array>>();
  private readonly maps = new Made<MethodMap>();
  private readonly subjects = new Made<Subject>();

  /** @param timed is told how long an explanation took @param ahead has inputs that are decoded already */
  constructor(
    private readonly model: EvaluatedModel,
    private readonly file: InputFile,
    private readonly options: JobOptions,
    private readonly timed: (method: PlannedMethod, seconds: number) => void,
    private readonly ahead?: InputsAhead,
  ) {}

  /** The model's logits, [1, classes, …positions]. */
  async logits(): Promise<FloatTensor> {
    return this.network.logits((await this.predictedInput()).input.tensor, this.execution());
  }

  /** Tensors of the network for this input, [1, …]. */
  async tensors(names: readonly string[]): Promise<FloatTensor[]> {
    return this.network.remembered((await this.predictedInput()).input.tensor, names, this.execution());
  }

  /** What a detector has found. */
  async boxes(): Promise<DetectedBoxes> {
    return (await this.predictedInput()).predicted.boxes!;
  }

  /** The object's mask at the network's size. */
  async object({ label, box }: Asked): Promise<Uint8Array> {
    const { opened, classes } = this.model;
    const size = this.network.graph.inputDims.slice(1);
    if (box) return boxMask(box.corners, size);
    const mask = this.masks.get(label) ?? readMask(this.file.mask!, size, opened.recipe, { label, classes });
    this.masks.set(label, mask);
    return mask;
  }

  map(method: PlannedMethod, asked: Asked): Promise<MethodMap> {
    return this.maps.of(method, asked, () => this.makeMap(method, asked));
  }

  /** What metrics are told of a method's map. */
  subject(method: PlannedMethod, asked: Asked): Promise<Subject> {
    return this.subjects.of(method, asked, () => this.makeSubject(method, asked));
  }

  /** How copies of the model with re-initialised layers explain. */
  async randomised(method: PlannedMethod, asked: Asked) {
    const models = this.model.randomised();
    return Promise.all(
      models.map(async ({ layer, opened }) => ({ layer, explain: await this.explainer(opened, method, asked) })),
    );
  }

  private get network() {
    return this.model.opened.network;
  }

  private execution(): Execution {
    return new Execution(this.options.signal, this.options.lane);
  }

  /** The input with its clean forward pass done. */
  private predictedInput() {
    this.input ??= this.readInput().then(async (input) => ({
      input,
      predicted: await predict(this.model.opened, input, this.options),
    }));
    return this.input;
  }

  private readInput(): Promise<NetworkInput> {
    const { path, content } = this.file;
    return this.ahead?.read(path) ?? readInput(path, this.network.graph.inputDims, this.model.opened.recipe, content);
  }

  /** The number that is explained of an input, and the network that has it. */
  private async scored(
    model: OpenedModel,
    input: NetworkInput,
    { target, against, box, references }: Asked,
  ): Promise<ExplainedTarget> {
    const { predicted } = await this.predictedInput();
    if (references) {
      const files = references.map(({ path }) => path);
      return referenceTarget(model, input, { files, measure: 'similarity' }, this.options);
    }
    if (!box && against === undefined) return { model, score: classScore(target, predicted) };
    return requestedTarget(model, input, box ? { box } : { target, against }, predicted, this.options);
  }

  private async makeMap(method: PlannedMethod, asked: Asked): Promise<MethodMap> {
    const { input } = await this.predictedInput();
    const own = { ...input, tensor: this.network.copyOf(input.tensor) };
    const { model, score } = await this.scored(this.model.opened, own, asked);
    const { result, attribution } = await this.explain(model, own, score, method);
    const { forwardPasses, backwardPasses, leastPasses, seconds, warnings } = result;
    this.timed(method, seconds);
    return { attribution: attribution.map, facts: { forwardPasses, backwardPasses, leastPasses, warnings } };
  }

  private async makeSubject(method: PlannedMethod, asked: Asked): Promise<Subject> {
    const { input } = await this.predictedInput();
    const { attribution } = await this.map(method, asked);
    const {
      model: { network },
      score,
    } = await this.scored(this.model.opened, input, asked);
    return metricSubject(
      {
        input,
        attribution,
        network,
        score,
        explain: await this.explainer(this.model.opened, method, asked),
        seed: method.seed,
        hash: this.file.hash,
      },
      this.options,
    );
  }

  /** Explains other inputs as this one was. */
  private async explainer(model: OpenedModel, method: PlannedMethod, asked: Asked): Promise<Explainer> {
    const { input } = await this.predictedInput();
    const { model: scored, score } = await this.scored(model, input, asked);
    return rowByRow(
      async (tensor) => (await this.explain(scored, { ...input, tensor }, score, method)).attribution.map,
    );
  }

  /** @throws LensError `cancelled` also where a method that can stop anywhere has given what it had */
  private async explain(
    model: OpenedModel,
    input: NetworkInput,
    score: Score,
    { method, params, layer, seed }: PlannedMethod,
  ) {
    const explained = await explain(model, input, score, { method: method.id, params, layer, seed }, this.options);
    if (explained.result.stopped) throw cancelled();
    return explained;
  }
}
