import type { CsvValue } from '../../../protocol/csv';
import type { ClassificationSummary } from '../../../protocol/evaluation-summary';
import type { Judgement, MeasureColumn } from '../../../protocol/judgement';
import type { TaskId } from '../../../protocol/task';
import type { AnnotationForm } from '../../dataset/annotation/annotation';
import type { Predictions } from '../../metric/classification/predictions';
import type { Asked } from '../asked';
import type { EvaluatedModel } from '../evaluated-model';
import type { EvaluationSet, SetOptions } from '../evaluation-set';
import type { JudgedModel } from '../judged-model';
import type { ImageEvaluation } from '../image-evaluation';
import type { Journal } from '../journal';
import type { Plan } from '../plan';

/** One model's answers to the inputs so far, against what is true of them. */
export interface Tally<Truth = unknown, Answer = unknown> {
  add(truth: Truth, answer: Answer): void;
  /** The share of right answers while it runs; null where none is counted. */
  readonly right: number | null;
  /** The columns of an input in `images.csv`. @param inputs names of the inputs */
  cells(input: number, inputs: readonly string[]): readonly CsvValue[];
  /** What was found in an input, thing by thing: rows of {@link Judge.listing}. */
  listing?(input: number): Iterable<readonly CsvValue[]>;
  /** @param inputs names of the inputs */
  summary(inputs: readonly string[], seed: number): TallySummary;
  /** Of a task that tells classes of whole inputs. */
  predictions?(): Predictions;
  /** Of another: by what its inputs are told apart, most of all by the first. */
  numbers?(): readonly JudgedColumn[];
}

/** A number of every input. */
export interface JudgedColumn extends MeasureColumn {
  readonly values: readonly number[];
}

export interface TallySummary {
  readonly classification: ClassificationSummary | null;
  readonly judgement?: Judgement;
}

/**
 * What judges a task: where the truth about inputs is found, what is kept of a model's answer, and what is counted. The
 * evaluation asks the judge, never the shape of an output.
 */
export interface Judge<Truth = unknown, Answer = unknown> {
  /** The tasks of the models it judges. */
  readonly tasks: readonly TaskId[];
  /** How the truth may be kept; of classes of whole inputs the ways of labelling tell it. */
  readonly forms?: readonly Pick<AnnotationForm<unknown>, 'id' | 'label' | 'takes' | 'find'>[];
  /** Which classes or labels the truth of an input names, where that is known before the input is read. */
  parts?(truth: Truth): readonly number[];
  /**
   * The inputs of a folder, with what is true of each under every model; null where another judge of such models should
   * see them.
   * @throws LensError where the folder holds no truth of this kind
   */
  open(folder: string, models: readonly JudgedModel[], options: SetOptions): EvaluationSet<Truth> | null;
  /** What the model says of an input, from the journal or made. @throws LensError for an input that takes no part */
  answer(image: ImageEvaluation, truth: Truth, journal: Journal): Promise<Answer>;
  /** Which explanations an evaluation asks for. */
  asked(
    answer: Answer,
    truth: Truth,
    model: EvaluatedModel,
    plan: Pick<Plan, 'target' | 'boxes' | 'whichBoxes'>,
  ): readonly Asked[];
  /** Whether boxes are explained, of which the plan says how many and which. */
  readonly explainsBoxes?: true;
  /** What a person should know of the explanations that are asked for. */
  remark?(plan: Pick<Plan, 'boxes' | 'whichBoxes'>): string;
  /** The headings of {@link Tally.cells}. @param names of the parts of the first model */
  columns(names: readonly string[]): readonly string[];
  /** The headings of what is found in inputs, thing by thing, in `detections.csv`. */
  readonly listing?: readonly string[];
  /** @param names of the model's classes, labels or quantities */
  tally(model: EvaluatedModel, names: readonly string[], capacity: number): Tally<Truth, Answer>;
}
