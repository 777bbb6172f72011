import { channelSum, type MetricResult, type Subject } from '../metric/metric';
import type { JobOptions } from '../session/execution';
import type { FloatTensor } from '../tensor/tensor';
import type { BatchedLogits } from './batched-logits';
import { askedFor, objectOf, type Asked } from './asked';
import type { EvaluatedModel } from './evaluated-model';
import { ExplainedImage, type ExplanationFacts, type InputFile } from './explained-image';
import type { InputsAhead } from './inputs-ahead';
import { keyOf } from './journal';
import type { JournaledResults } from './journaled-results';
import { withContents } from './parameter-files';
import type { PlannedMethod, PlannedMetric } from './plan';

/** Told how long an explanation took, or a metric of it. */
export type Stopwatch = (method: PlannedMethod, metric: PlannedMetric | null, seconds: number) => void;

/** What a run over a folder has ready before an input is asked for it. */
export interface MadeAhead {
  /** Where each image runs by itself. */
  readonly inputs?: InputsAhead;
  /** Where images share batches. */
  readonly batches?: BatchedLogits;
}

/** Whether an input has an object to be found, and the share of the positions it covers. */
export type MaskState = { readonly state: 'none' | 'empty' | 'object'; readonly share: number };

/**
 * The results of one input under one model: each is taken from the journal or made, and only what is missing is read
 * and run.
 */
export class ImageEvaluation {
  private readonly image: ExplainedImage;

  constructor(
    readonly model: EvaluatedModel,
    readonly file: InputFile,
    private readonly results: JournaledResults,
    options: JobOptions,
    private readonly timed: Stopwatch = () => undefined,
    private readonly ahead: MadeAhead = {},
  ) {
    this.image = new ExplainedImage(
      ...([model, file, options] as const),
      (method, seconds) => timed(method, null, seconds),
      ahead.inputs,
    );
  }

  /** The model's logits, [classes] or one. */
  async logits(): Promise<Float32Array> {
    const { file } = this;
    const { batches } = this.ahead;
    // A row of a batch may differ from a run by itself in the last digits.
    const how = batches ? ['logits', 'batch', batches.size] : ['logits'];
    const text = await this.results.of(keyOf(this.model.key, ...how), async () => {
      const logits = await (batches ? batches.logits(file.path) : this.image.logits());
      const { buffer, byteOffset, byteLength } = logits.data;
      return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
    });
    const bytes = Buffer.from(text, 'base64');
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }

  /** A fact that was found by looking at the input. @param facts everything it depends on but model and input */
  fact<T>(facts: readonly unknown[], find: (image: ExplainedImage) => Promise<T>): Promise<T> {
    return this.results.of(keyOf(this.model.key, ...facts), () => find(this.image));
  }

  async maskState(asked: Asked): Promise<MaskState> {
    if (!this.file.mask && !asked.box) return { state: 'none', share: 0 };
    return this.results.of(keyOf(this.model.key, 'mask', this.file.maskHash, objectOf(asked)), async () => {
      const mask = await this.image.object(asked);
      const share = mask.reduce((sum, v) => sum + v, 0) / mask.length;
      return { state: share > 0 ? 'object' : 'empty', share };
    });
  }

  /** What a method's explanation cost. */
  explanation(method: PlannedMethod, asked: Asked): Promise<ExplanationFacts> {
    return this.results.of(this.keyOf(method, asked), async () => (await this.image.map(method, asked)).facts);
  }

  /** A metric of a method's explanation. */
  metric(method: PlannedMethod, asked: Asked, planned: PlannedMetric): Promise<MetricResult> {
    const { metric, params } = planned;
    const mask = metric.needs.includes('mask') ? [this.file.maskHash, objectOf(asked)] : [];
    const copies = metric.needs.includes('randomised') ? [this.model.seed] : [];
    const key = keyOf(this.keyOf(method, asked), 'metric', metric.id, params, ...mask, ...copies);
    return this.results.of(key, () => this.makeMetric(method, asked, planned));
  }

  /** One value per position, [H, W] or [L]. */
  async map(method: PlannedMethod, asked: Asked): Promise<FloatTensor> {
    return channelSum((await this.image.map(method, asked)).attribution);
  }

  /** Names a method's map of this input: everything it depends on but the input. */
  keyOf({ method, params, layer, seed }: PlannedMethod, asked: Asked): string {
    return keyOf(
      this.model.key,
      'method',
      method.id,
      withContents(method, params),
      layer ?? null,
      seed,
      askedFor(asked),
      ...(method.group === 'learned' ? [this.model.explainerKey] : []),
    );
  }

  /** What a metric is told of a method's explanation: all that it needs. */
  async judged(method: PlannedMethod, asked: Asked, { metric: { needs } }: PlannedMetric): Promise<Subject> {
    const subject = await this.image.subject(method, asked);
    const randomised = needs.includes('randomised') ? await this.image.randomised(method, asked) : undefined;
    const mask = needs.includes('mask') ? await this.image.object(asked) : undefined;
    return { ...subject, randomised, mask };
  }

  private async makeMetric(method: PlannedMethod, asked: Asked, planned: PlannedMetric): Promise<MetricResult> {
    // The map is there before the clock starts: it may have to be made again for a metric that was added later.
    await this.image.subject(method, asked);
    const start = performance.now();
    const { metric, params } = planned;
    const { value, parts } = await metric.score(await this.judged(method, asked, planned), params);
    this.timed(method, planned, (performance.now() - start) / 1000);
    return { value, parts };
  }
}
