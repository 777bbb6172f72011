import { relative } from 'node:path';
import type { SkippedInput } from '../../protocol/evaluation-summary';
import { LensError } from '../../protocol/error';
import type { MaskSource } from '../dataset/dataset';
import type { JobOptions } from '../session/execution';
import { ImageEvaluation, type MadeAhead, type MaskState, type Stopwatch } from './image-evaluation';
import { joinedFacts, joinedMask, joinedResult } from './joining';
import { JournaledResults } from './journaled-results';
import { hashFile, hashInput } from './file-hash';
import type { Asked } from './asked';
import { BatchedLogits } from './batched-logits';
import type { Judge } from './judge/judge';
import { InputsAhead } from './inputs-ahead';
import { keyOf, type Journal } from './journal';
import type { EvaluatedModel } from './evaluated-model';
import { comparePairs, pairsOf, type Pair } from './pairs';
import type { Plan } from './plan';
import type { ResultSource } from './result-source';
import type { Results } from './results';
import { endsRun } from './run-end';
import type { EvaluationInput } from './evaluation-set';
import type { Timings } from './timings';

interface Context {
  /** The folder, for the names of files in messages. */
  readonly root: string;
  readonly inputs: readonly EvaluationInput[];
  readonly plan: Plan;
  readonly judge: Judge;
  readonly models: readonly EvaluatedModel[];
  readonly journal: Journal;
  readonly source: ResultSource;
  readonly results: Results;
  readonly timings: Timings;
  readonly options: JobOptions;
}

/** Evaluates inputs one after another under all models, and enters their numbers into the results. */
export class InputEvaluator {
  /** Inputs that took part, but not in everything. */
  readonly remarks: SkippedInput[] = [];
  /** The first input of each content. */
  private readonly seen = new Map<string, EvaluationInput>();
  private readonly pairs: readonly Pair[];
  /** By model; each image runs by itself where it is explained, since the pass is then shared. */
  private readonly ahead: readonly MadeAhead[];

  constructor(private readonly context: Context) {
    const { plan, models, inputs, options } = context;
    this.ahead = models.map(({ opened, isSized }) => {
      if (isSized) return {};
      const batches = plan.methods.length > 0 ? null : BatchedLogits.of(opened, inputs, options);
      return batches ? { batches } : { inputs: new InputsAhead(opened, inputs) };
    });
    this.pairs = plan.comparisons.length > 0 ? pairsOf(models.length, plan.methods.length) : [];
  }

  /** @returns why the input takes no part, if so, and whether anything had to be computed */
  async evaluate(input: EvaluationInput): Promise<{ fault?: string; worked: boolean }> {
    const { journal } = this.context;
    const before = journal.length;
    try {
      const fault = await this.enter(input);
      return { fault, worked: journal.length > before };
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (endsRun(error)) throw error;
      return { fault: error.what, worked: true };
    }
  }

  private async enter(input: EvaluationInput): Promise<string | undefined> {
    const { journal, source, models, results, timings, options, judge, plan } = this.context;
    const file = await hashInput(journal, input);
    // The same image with other inputs beside it is another one.
    const own = await inTurn(models, (model) => model.at(input.path));
    const content = [file.hash, ...own.map(({ key }) => key)].join();
    const twin = this.seen.get(content);
    if (twin) return `it has the same content as ${twin.name}${isSame(twin, input) ? '' : ', which has another label'}`;
    const journaled = new JournaledResults(journal, file.hash, source);
    const { mask, maskHash } = await this.maskOf(input);
    const inputFile = { path: input.path, hash: file.hash, content: file.bytes, mask, maskHash };
    const evaluations = own.map((model, m) => {
      const timed: Stopwatch = (...time) => timings.add(models[m], ...time);
      return new ImageEvaluation(model, inputFile, journaled, options, timed, this.ahead[m]);
    });
    const answers: unknown[] = [];
    for (const [m, evaluation] of evaluations.entries())
      answers.push(await judge.answer(evaluation, input.truths[m], journal));
    this.seen.set(content, input);
    const asked = models.map((model, m) => judge.asked(answers[m], input.truths[m], model, plan));
    const masks: MaskState[][] = [];
    for (const [m, evaluation] of evaluations.entries())
      masks.push(await inTurn(asked[m], (one) => this.maskState(input, evaluation, one)));
    results.begin(
      input.name,
      file.hash,
      models.map((_, m) => ({ truth: input.truths[m], answer: answers[m], mask: joinedMask(masks[m]) })),
    );
    for (const [m, evaluation] of evaluations.entries()) await this.explain(evaluation, m, asked[m], masks[m]);
    for (const pair of this.pairs) await this.compare(evaluations, pair, asked, journaled);
    return undefined;
  }

  /**
   * Every method under every metric, as means over what is asked of the input; what fails leaves its numbers out and is
   * noted.
   */
  private async explain(
    evaluation: ImageEvaluation,
    model: number,
    asked: readonly Asked[],
    masks: readonly MaskState[],
  ): Promise<void> {
    const { plan, results } = this.context;
    const marked = asked.filter((_, k) => masks[k].state === 'object');
    for (const [method, planned] of plan.methods.entries()) {
      const place = { model, method };
      await this.attempt(place, undefined, async () => {
        if (asked.length === 0) return;
        results.setCosts(place, joinedFacts(await inTurn(asked, (one) => evaluation.explanation(planned, one))));
        for (const [k, metric] of plan.metrics.entries()) {
          const usable = metric.metric.needs.includes('mask') ? marked : asked;
          if (usable.length === 0) continue;
          await this.attempt(place, metric.name, async () => {
            const { value, parts } = joinedResult(
              await inTurn(usable, (one) => evaluation.metric(planned, one, metric)),
            );
            results.setMetric(place, { metric: k, part: null }, value);
            for (const [part, number] of Object.entries(parts ?? {}))
              results.setMetric(place, { metric: k, part }, number);
          });
        }
      });
    }
  }

  private async compare(
    evaluations: readonly ImageEvaluation[],
    pair: Pair,
    asked: readonly (readonly Asked[])[],
    journaled: JournaledResults,
  ): Promise<void> {
    const { plan, results } = this.context;
    const [question] = asked[pair.first.model];
    // Boxes of two models are not the same.
    if (!question || (question.box && pair.first.model !== pair.second.model)) return;
    const [first, second] = [pair.first, pair.second].map(({ model, method }) => ({
      evaluation: evaluations[model],
      planned: plan.methods[method],
      asked: asked[model][0],
    }));
    await this.attempt(pair.first, `comparison with ${plan.methods[pair.second.method].name}`, async () => {
      for (const comparison of plan.comparisons) {
        const key = keyOf(
          'pair',
          first.evaluation.keyOf(first.planned, first.asked),
          second.evaluation.keyOf(second.planned, second.asked),
          comparison.id,
        );
        const value = await journaled.of(key, async () =>
          comparePairs(
            comparison,
            await first.evaluation.map(first.planned, first.asked),
            await second.evaluation.map(second.planned, second.asked),
          ),
        );
        results.setComparison(pair, comparison.id, value);
      }
    });
  }

  /** Notes an error instead of passing it on, unless the run itself must end. */
  private async attempt(
    place: { model: number; method: number },
    what: string | undefined,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (endsRun(error)) throw error;
      this.context.results.note(place, what ? `${what}: ${error.what}` : `it cannot explain this model: ${error.what}`);
    }
  }

  private async maskState(input: EvaluationInput, evaluation: ImageEvaluation, asked: Asked): Promise<MaskState> {
    try {
      return await evaluation.maskState(asked);
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (endsRun(error)) throw error;
      this.remark(input, `its mask cannot be used (${error.what}); it counts in all but the metrics that need one`);
      return { state: 'none', share: 0 };
    }
  }

  private async maskOf(input: EvaluationInput): Promise<{ mask: MaskSource | null; maskHash: string | null }> {
    const { mask } = input;
    if (!mask) return { mask: null, maskHash: null };
    if (mask.kind === 'regions') return { mask, maskHash: keyOf(mask) };
    try {
      return { mask, maskHash: (await hashFile(this.context.journal, mask.path)).hash };
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (endsRun(error)) throw error;
      this.remark(
        input,
        `its mask ${relative(this.context.root, mask.path)} cannot be read; it counts in all but the metrics that need one`,
      );
      return { mask: null, maskHash: null };
    }
  }

  private remark({ name }: EvaluationInput, reason: string): void {
    if (!this.remarks.some((r) => r.name === name && r.reason === reason)) this.remarks.push({ name, reason });
  }
}

/** One after another, since one network answers all. */
async function inTurn<A, B>(list: readonly A[], work: (one: A) => Promise<B>): Promise<B[]> {
  const results: B[] = [];
  for (const one of list) results.push(await work(one));
  return results;
}

/** Whether the same is true of two inputs. */
const isSame = (a: EvaluationInput, b: EvaluationInput): boolean =>
  JSON.stringify(a.truths) === JSON.stringify(b.truths);
