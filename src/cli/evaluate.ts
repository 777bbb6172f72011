import { dirname, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { runEvaluation } from '../engine/evaluation/evaluation';
import { NONE, entriesOf, metricsFromText, methodFromText } from '../engine/evaluation/notation';
import { readSuite } from '../engine/evaluation/suite';
import { allowFolder } from '../engine/file/workspace';
import { LensError } from '../protocol/error';
import type { EvaluationProgress, EvaluationRequest, EvaluationSummary, MetricRequest } from '../protocol/evaluation';
import type { DeviceChoice } from '../protocol/model';
import type { AddCommand } from './command';
import { tellGuesses } from './guesses';
import { deviceOption, gathered, jsonOption, threadsOption, wholeNumber } from './options';
import { runCommand, type Outcome, type Voice } from './run';

interface EvaluateArguments {
  readonly suite?: string;
  readonly model: readonly string[];
  readonly methods?: string;
  readonly metrics?: string;
  readonly param: readonly string[];
  readonly pairs?: string;
  readonly target?: 'predicted' | 'label';
  readonly seed?: number;
  readonly boxes?: number;
  readonly limit?: number;
  readonly labelling?: string;
  readonly labels?: string;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** The metrics of methods nobody named metrics for. */
const USUAL = 'usual';
/** Milliseconds between two lines of progress. */
const PAUSE = 500;

/** `saliency-lens evaluate FOLDER`: models and explanations judged on labelled inputs. */
export const addEvaluate: AddCommand = (program) => {
  program
    .command('evaluate')
    .argument('[folder]', 'labelled images or .npy tensors: class sub-folders, a table, or names with labels')
    .description(
      'judge models and explanations on a folder of labelled inputs; run again after a stop, it goes on where it was',
    )
    .option('--suite <file>', 'a *.lens-suite.json that holds the choices; options given as well win')
    .option('--model <file>', 'a model; may be repeated', gathered, [])
    .option(
      '--methods <ids>',
      'methods, separated by commas, each with its parameters: occlusion:window=3x16x16; a comma within a value stands after a backslash; none judges predictions only',
    )
    .option(
      '--metrics <ids>',
      'metrics or sets (usual, occluded, top-percent, report), separated by commas, each with its parameters; none makes and compares maps only',
    )
    .option('--param <name=value>', 'a parameter of every method and metric that has it; may be repeated', gathered, [])
    .option(
      '--pairs <ids>',
      'comparisons of the maps of every two methods and models, separated by commas, for example pearson,ssim',
    )
    .option('--target <which>', 'the class explained: predicted (the default) or label', targetChoice)
    .option('--seed <n>', 'seed of methods, metrics and intervals', wholeNumber)
    .option(
      '--boxes <n>',
      'of detectors, so many of the most confident boxes of each image are explained (3)',
      wholeNumber,
    )
    .option('--limit <n>', 'at most so many inputs, spread evenly over the folder', wholeNumber)
    .option(
      '--labelling <id>',
      'how the truth is found: table, coco, folders, file-names or none for classes; label-maps or coco for segmenters, coco, voc or yolo for boxes, table for numbers and several labels; perhaps with where to look: table:labels.csv, coco:boxes.json, file-names:{label}-#; guessed by default',
    )
    .option('--labels <file>', 'the table or COCO file of the labels, wherever it lies; FILE#COLUMN names a column')
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .option('--out <folder>', 'where tables and reports go')
    .addOption(jsonOption())
    .action((folder: string | undefined, options: EvaluateArguments) =>
      runCommand(options.json === true, (signal, voice) => evaluate(folder, options, signal, voice)),
    );
};

async function evaluate(
  folder: string | undefined,
  options: EvaluateArguments,
  signal: AbortSignal,
  voice: Voice,
): Promise<Outcome> {
  const request = requestOf(folder, options);
  let shown = -Infinity;
  const summary = await runEvaluation(
    request,
    { signal, device: options.device, threads: options.threads },
    (event) => {
      if (event.kind !== 'progress' || (performance.now() - shown < PAUSE && event.done < event.total)) return;
      shown = performance.now();
      voice.progress(progressText(event));
    },
  );
  for (const { path, recipe } of summary.models) if (recipe) tellGuesses(voice, path, recipe);
  return { json: summary, text: textOf(summary, request.out) };
}

/** The suite's choices, with what the command line names in their place. */
function requestOf(folder: string | undefined, options: EvaluateArguments): EvaluationRequest {
  const suite = suiteOf(options);
  const common = options.param.map(pairOf);
  const methods =
    options.methods === undefined || options.methods === NONE
      ? (suite.methods ?? [])
      : entriesOf(options.methods).map((text) => methodFromText(text, common));
  const metrics =
    options.metrics === undefined
      ? (suite.metrics ?? (methods.length > 0 ? metricsFromText(USUAL) : []))
      : namedMetrics(options.metrics, common);
  const unused = common.find(([name]) => ![...methods, ...metrics].some(({ params }) => name in params));
  if (unused)
    throw new LensError({
      code: 'invalid-argument',
      what: `none of the methods and metrics has a parameter ${unused[0]}`,
    });
  return {
    folder: given(folder ?? suite.folder, 'a folder'),
    models: options.model.length > 0 ? options.model : given(suite.models, '--model'),
    methods,
    metrics,
    out: given(options.out ?? suite.out, '--out'),
    seed: options.seed ?? suite.seed,
    target: options.target ?? suite.target,
    boxes: options.boxes ?? suite.boxes,
    limit: options.limit ?? suite.limit,
    labelling: labellingOf(options) ?? suite.labelling,
    pairs: options.pairs === undefined ? suite.pairs : entriesOf(options.pairs),
  };
}

/** `--labels FILE` is a table that a person chose, so that it may lie anywhere. */
function labellingOf({ labelling, labels }: EvaluateArguments): string | undefined {
  if (labels === undefined) return labelling;
  if (labelling !== undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: '--labels and --labelling were both given',
      next: 'Give one',
    });
  const path = resolve(labels);
  allowFolder(dirname(path));
  return `table:${path}`;
}

/** The suite, without what judges explanations where there are to be none. */
function suiteOf({ suite: file, methods }: EvaluateArguments): Partial<EvaluationRequest> {
  const suite = file === undefined ? {} : readSuite(file);
  return methods === NONE ? { ...suite, methods: [], metrics: [], pairs: [] } : suite;
}

function given<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new LensError({
    code: 'invalid-argument',
    what: `${what} is missing`,
    next: 'Give it, or a suite file that holds it',
  });
}

function namedMetrics(text: string, common: readonly [string, string][]): MetricRequest[] {
  return text === NONE ? [] : entriesOf(text).flatMap((one) => metricsFromText(one, common));
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new LensError({ code: 'invalid-argument', what: `--param ${text} is not NAME=VALUE` });
}

function targetChoice(text: string): 'predicted' | 'label' {
  if (text === 'predicted' || text === 'label') return text;
  throw new InvalidArgumentError('It must be predicted or label.');
}

function progressText({ done, total, rate, secondsLeft, image }: EvaluationProgress): string {
  const left = secondsLeft === null ? '' : `  ${rate.toPrecision(2)} inputs/s  ${durationText(secondsLeft)} left`;
  return `${done} of ${total}${left}  ${image}`;
}

function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

function textOf(
  { images, skipped, labelling, models, methods, columns, cells }: EvaluationSummary,
  out: string,
): string {
  const accuracy = models.flatMap(({ name, classification }) =>
    classification ? [`${name}: accuracy ${((classification.accuracy.mean ?? 0) * 100).toFixed(2)} %`] : [],
  );
  const measures = models.flatMap(({ name, judgement }) =>
    (judgement?.measures ?? []).map(
      ({ label, value }) => `${name}: ${label} ${value?.toPrecision(4) ?? 'not defined'}`,
    ),
  );
  const best = cells
    .filter((cell) => cell.best)
    .map(
      ({ model, method, column, mean }) =>
        `${models[model].name}: best ${columns[column].label} ${methods[method].name} (${(mean ?? NaN).toPrecision(4)})`,
    );
  const warnings = new Set(models.flatMap((model) => model.warnings));
  return [
    `${images} inputs evaluated, ${skipped} left out`,
    labelling.description,
    ...[...warnings].map((warning) => `warning: ${warning}`),
    ...accuracy,
    ...measures,
    ...best,
    `written to ${out}`,
  ].join('\n');
}
