import { LensError } from '../../protocol/error';
import type { PredictResult } from '../../protocol/explain';
import { readMask } from '../dataset/mask';
import type { MaskSource } from '../dataset/dataset';
import { channelSum, type MetricResult, type Output, type Scorer, type Subject } from '../metric/metric';
import { Execution } from '../session/execution';
import { scoresOf } from '../session/score';
import { RandomStream } from '../tensor/random';
import { concatenated, floats, row, type FloatTensor } from '../tensor/tensor';
import { explain } from '../explanation/explanation';
import { predict } from '../explanation/prediction';
import { classScore } from '../explanation/target';
import type { JobOptions } from '../session/execution';
import { readInput, type NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { Findings } from './findings';
import { withContents } from './file-contents';
import { keyOf } from './journal';
import type { JudgedModel } from './judged-model';
import type { PlannedMethod, PlannedMetric } from './plan';

/** Inputs handed to a scorer at once. */
const BATCH = 32;

/** What a method's explanation cost, and what was odd about it. */
export interface Explained {
  readonly forwardPasses: number;
  readonly backwardPasses: number;
  readonly leastPasses: number;
  readonly warnings: readonly string[];
}

/** Told how long an explanation took, or a metric of it. */
export type Stopwatch = (method: PlannedMethod, metric: PlannedMetric | null, seconds: number) => void;

/** Whether an input has an object to be found, and the share of the positions it covers. */
export type MaskState = { readonly state: 'none' | 'empty' | 'object'; readonly share: number };

/** The file examined. */
export interface ExaminedFile {
  readonly path: string;
  readonly hash: string;
  readonly content?: Buffer;
  readonly mask: MaskSource | null;
  /** Hash of what the mask is made from. */
  readonly maskHash: string | null;
}

/** An input with its clean forward pass done. */
interface PreparedInput {
  readonly input: NetworkInput;
  readonly predicted: PredictResult;
}

/**
 * One input under one model: each result is taken from the findings or made, and only what is missing is read and run.
 * The clean forward pass runs once; every method begins with exactly that in memory, whatever ran before it, so that
 * values and costs do not depend on where an earlier run stopped.
 */
export class Examination {
  private input?: Promise<PreparedInput>;
  private mask?: Promise<Uint8Array>;
  private readonly maps = new Map<PlannedMethod, Promise<{ attribution: FloatTensor; explained: Explained }>>();
  private readonly subjects = new Map<PlannedMethod, Promise<Subject>>();

  constructor(
    private readonly model: JudgedModel,
    private readonly file: ExaminedFile,
    private readonly label: number | null,
    private readonly findings: Findings,
    private readonly options: JobOptions,
    private readonly timed: Stopwatch = () => undefined,
  ) {}

  /** The model's logits, [classes] or one. */
  async logits(): Promise<Float32Array> {
    const text = await this.findings.of(keyOf(this.model.key, 'logits'), async () => {
      const { tensor } = (await this.prepared()).input;
      const { data } = await this.network.logits(tensor, this.execution());
      return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64');
    });
    const bytes = Buffer.from(text, 'base64');
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  }

  async maskState(): Promise<MaskState> {
    if (!this.file.mask) return { state: 'none', share: 0 };
    return this.findings.of(keyOf(this.model.key, 'mask', this.file.maskHash, this.label), async () => {
      const mask = await this.object();
      const share = mask.reduce((sum, v) => sum + v, 0) / mask.length;
      return { state: share > 0 ? 'object' : 'empty', share };
    });
  }

  async explained(method: PlannedMethod, target: number): Promise<Explained> {
    return this.findings.of(this.keyOf(method, target), async () => (await this.attribution(method, target)).explained);
  }

  async scored(method: PlannedMethod, target: number, planned: PlannedMetric): Promise<MetricResult> {
    const { metric, params } = planned;
    const mask = metric.needs.includes('mask') ? [this.file.maskHash, this.label] : [];
    const copies = metric.needs.includes('randomised') ? [this.model.seed] : [];
    return this.findings.of(
      keyOf(this.keyOf(method, target), 'metric', metric.id, params, ...mask, ...copies),
      async () => {
        // The map is there before the clock starts: it may have to be made again for a metric that was added later.
        const subject = await this.subjectOf(method, target);
        const start = performance.now();
        const { value, parts } = await this.score(subject, method, target, planned);
        this.timed(method, planned, (performance.now() - start) / 1000);
        return { value, parts };
      },
    );
  }

  /** One value per position, [H, W] or [L]. */
  async map(method: PlannedMethod, target: number): Promise<FloatTensor> {
    return channelSum((await this.attribution(method, target)).attribution);
  }

  /** Names a method's map of this input: everything it depends on but the input. */
  keyOf({ method, params, layer, seed }: PlannedMethod, target: number): string {
    return keyOf(this.model.key, 'method', method.id, withContents(method, params), layer ?? null, seed, target);
  }

  private get network() {
    return this.model.opened.network;
  }

  private execution(): Execution {
    return new Execution(this.options.signal, this.options.lane);
  }

  private prepared(): Promise<PreparedInput> {
    const { opened } = this.model;
    this.input ??= readInput(this.file.path, this.network.graph.inputDims, opened.recipe, this.file.content).then(
      async (input) => ({ input, predicted: await predict(opened, input, this.options) }),
    );
    return this.input;
  }

  private object(): Promise<Uint8Array> {
    const { opened, classes } = this.model;
    this.mask ??= readMask(this.file.mask!, this.network.graph.inputDims.slice(1), opened.recipe, {
      label: this.label,
      classes,
    });
    return this.mask;
  }

  private attribution(
    method: PlannedMethod,
    target: number,
  ): Promise<{ attribution: FloatTensor; explained: Explained }> {
    const known = this.maps.get(method);
    if (known) return known;
    const run = this.prepared().then(async ({ input, predicted }) => {
      const own = { ...input, tensor: this.network.copyOf(input.tensor) };
      const { result, attribution } = await explain(
        this.model.opened,
        own,
        classScore(target, predicted),
        requestOf(method),
        this.options,
      );
      // A method that can stop anywhere has given what it had.
      if (result.stopped) throw cancelled();
      const { forwardPasses, backwardPasses, leastPasses, seconds, warnings } = result;
      this.timed(method, null, seconds);
      return { attribution: attribution.map, explained: { forwardPasses, backwardPasses, leastPasses, warnings } };
    });
    this.maps.set(method, run);
    return run;
  }

  private subjectOf(method: PlannedMethod, target: number): Promise<Subject> {
    const known = this.subjects.get(method) ?? this.subject(method, target);
    this.subjects.set(method, known);
    return known;
  }

  private async score(
    subject: Subject,
    method: PlannedMethod,
    target: number,
    { metric, params }: PlannedMetric,
  ): Promise<MetricResult> {
    const randomised = metric.needs.includes('randomised') ? await this.randomised(method, target) : undefined;
    const mask = metric.needs.includes('mask') ? await this.object() : undefined;
    return metric.score({ ...subject, randomised, mask }, params);
  }

  private async subject(method: PlannedMethod, target: number): Promise<Subject> {
    const { tensor, levels } = (await this.prepared()).input;
    const { attribution } = await this.attribution(method, target);
    const logits = await this.network.logits(tensor, this.execution());
    const { link } = this.network.graph;
    const clean = (kind: Output): number => scoresOf(logits, { index: target, kind, link })[0];
    const scorer =
      (kind: Output): Scorer =>
      async (batch) =>
        scoresOf(await this.network.logitsOf(batch, this.execution()), { index: target, kind, link });
    return {
      input: tensor,
      attribution,
      map: channelSum(attribution),
      clean: { logit: clean('logit'), probability: clean('probability') },
      scorers: { logit: scorer('logit'), probability: scorer('probability') },
      levels,
      explain: await this.explainer(this.model.opened, method, target),
      stream: (metric) => new RandomStream('metric', method.seed, this.file.hash, metric),
      batch: BATCH,
      signal: this.options.signal,
      shared: new Map(),
    };
  }

  /** Explains other inputs as this one was. */
  private async explainer(
    model: OpenedModel,
    method: PlannedMethod,
    target: number,
  ): Promise<(inputs: FloatTensor) => Promise<FloatTensor>> {
    const { input, predicted } = await this.prepared();
    return async (inputs) => {
      const maps: FloatTensor[] = [];
      for (let n = 0; n < inputs.dims[0]; n++) {
        // The rows lie in a buffer that is filled anew, while a network remembers inputs by their array.
        const tensor = floats([1, ...inputs.dims.slice(1)], row(inputs, n).data.slice());
        const { result, attribution } = await explain(
          model,
          { ...input, tensor },
          classScore(target, predicted),
          requestOf(method),
          this.options,
        );
        if (result.stopped) throw cancelled();
        maps.push(attribution.map);
      }
      return concatenated(maps);
    };
  }

  private async randomised(method: PlannedMethod, target: number) {
    const models = this.model.randomised();
    return Promise.all(
      models.map(async ({ layer, opened }) => ({ layer, explain: await this.explainer(opened, method, target) })),
    );
  }
}

/** What ends an evaluation that was cancelled. */
export const cancelled = (): LensError =>
  new LensError({ code: 'cancelled', what: 'the evaluation was cancelled; starting it again goes on from here' });

const requestOf = ({ method, params, layer, seed }: PlannedMethod) => ({ method: method.id, params, layer, seed });
