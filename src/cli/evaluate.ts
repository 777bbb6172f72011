import { InvalidArgumentError, Option } from 'commander';
import { commandWords } from '../engine/evaluation/command-line';
import { judging, type Judging } from '../engine/evaluation/condition';
import { problemLines } from '../engine/evaluation/condition/problems';
import { runEvaluation } from '../engine/evaluation/evaluation';
import { makePlan } from '../engine/evaluation/plan';
import { shardFolder } from '../engine/shard/shard';
import {
  explainedClasses,
  mostExplainedBoxes,
  usualBoxes,
  whichBoxes,
  type EvaluationRequest,
  type ExplainedClass,
} from '../protocol/evaluation';
import type { DeviceChoice } from '../protocol/model';
import { submit, type ClusterWork } from './cluster';
import type { AddCommand } from './command';
import { keepFirst } from './evidence';
import { requestOf, type RequestArguments } from './evaluation-request';
import { progressText, textOf } from './evaluation-text';
import { tellGuesses } from './guesses';
import { deviceOption, gathered, jsonOption, share, threadsOption, wholeNumber } from './options';
import { addPartOptions, checkParts, isForCluster, shardIn, type PartArguments } from './part-options';
import { runCommand, type Outcome, type Voice } from './run';

interface EvaluateArguments extends RequestArguments, PartArguments, Judging {
  readonly problems?: boolean;
  readonly evidence?: number;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly json?: boolean;
}

/** Milliseconds between two lines of progress. */
const PAUSE = 500;

/** `saliency-lens evaluate FOLDER`: models and explanations judged on labelled inputs. */
export const addEvaluate: AddCommand = (program) => {
  const command = program
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
    .option(
      '--target <which>',
      'the class explained: predicted (the default), label, or label-minus-predicted where the two differ',
      targetChoice,
    )
    .option('--seed <n>', 'seed of methods, metrics and intervals', wholeNumber)
    .option(
      '--boxes <n>',
      `of detectors, so many boxes of each image are explained (${usualBoxes}, at most ${mostExplainedBoxes})`,
      wholeNumber,
    )
    .addOption(
      new Option(
        '--which-boxes <which>',
        `which these are: the most confident ones, or the wrong ones among the ${mostExplainedBoxes} most confident`,
      ).choices([...whichBoxes]),
    )
    .option('--score-threshold <share>', 'of detectors, from which score on boxes are shown', share)
    .option(
      '--overlap-threshold <share>',
      'of boxes of one class that overlap more, the most confident is shown',
      share,
    )
    .option('--limit <n>', 'at most so many inputs, spread evenly over the folder', wholeNumber)
    .option(
      '--labelling <id>',
      'how the truth is found: table, coco, folders, file-names or none for classes; label-maps or coco for segmenters, coco, voc or yolo for boxes, table for numbers and several labels; perhaps with where to look: table:labels.csv, coco:boxes.json, file-names:{label}-#; guessed by default',
    )
    .option('--labels <file>', 'the table or COCO file of the labels, wherever it lies; FILE#COLUMN names a column')
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .option('--out <folder>', 'where tables and reports go');
  addPartOptions(command, 'inputs')
    .option(
      '--fail-if <condition>',
      'end with status 3 where it holds: "accuracy<0.95", "MODEL.METHOD.iou<0.3", "accuracy drops 0.01"; may be repeated',
      gathered,
      [],
    )
    .option('--baseline <folder>', 'results of an earlier evaluation, for conditions with drops and rises')
    .option(
      '--evidence <n>',
      'put what every metric did with the maps of the first so many inputs into the reports as figures',
      wholeNumber,
    )
    .option('--junit <file>', 'write what became of the conditions as a JUnit report')
    .option('--markdown <file>', 'write a summary for a pull request')
    .option('--problems', 'list conditions that failed and wrong inputs as compilers do: FILE: error: what')
    .addOption(jsonOption())
    .action((folder: string | undefined, options: EvaluateArguments) =>
      runCommand(options.json === true, async (signal, voice, stop) => {
        checkParts(options, aboutTheWhole(options));
        return isForCluster(options)
          ? submit(options, commandOf(requestOf(folder, options), options))
          : evaluate(folder, options, { signal, stop }, voice);
      }),
    );
};

const aboutTheWhole = ({ failIf, junit, markdown, evidence }: EvaluateArguments) => ({
  '--fail-if': failIf.length > 0,
  '--junit': junit !== undefined,
  '--markdown': markdown !== undefined,
  '--evidence': evidence !== undefined,
});

const commandOf = (request: EvaluationRequest, options: EvaluateArguments): ClusterWork => ({
  out: request.out,
  reads: [request.folder, ...request.models],
  words: commandWords(request, makePlan(request), options),
});

async function evaluate(
  folder: string | undefined,
  options: EvaluateArguments,
  signals: { readonly signal: AbortSignal; readonly stop: AbortSignal },
  voice: Voice,
): Promise<Outcome> {
  const { device, threads, merge, evidence } = options;
  const request = requestOf(folder, options);
  const shard = shardIn(options);
  const judged = judging(options);
  let shown = -Infinity;
  const summary = await runEvaluation(request, { ...signals, device, threads, shard, merge }, (event) => {
    if (event.kind !== 'progress' || (performance.now() - shown < PAUSE && event.done < event.total)) return;
    shown = performance.now();
    voice.progress(progressText(event));
  });
  if (evidence) await keepFirst(request, summary, evidence, { signal: signals.signal, threads, voice });
  for (const { path, recipe } of summary.models) if (recipe) tellGuesses(voice, path, recipe);
  const verdicts = judged(summary);
  for (const { skipped, told } of verdicts) if (skipped) voice.note(`${told}.`);
  const out = shard ? shardFolder(request.out, shard) : request.out;
  const problems = options.problems ? problemLines(summary, verdicts, out) : [];
  return {
    json: verdicts.length === 0 ? summary : { ...summary, verdicts },
    text: [textOf(summary, out), ...problems].join('\n'),
    violations: verdicts.filter(({ failed }) => failed).map(({ told }) => told),
  };
}

function targetChoice(text: string): ExplainedClass {
  const found = explainedClasses.find((id) => id === text);
  if (found) return found;
  throw new InvalidArgumentError(`It must be one of ${explainedClasses.join(', ')}.`);
}
