import { InvalidArgumentError, Option } from 'commander';
import { learnExplainer } from '../engine/explainer/job';
import { readModelFile } from '../engine/model/model-file';
import { openModel } from '../engine/model/opening';
import type { DeviceChoice } from '../protocol/model';
import {
  USUAL_EXPLAINER,
  type ExplainerChoices,
  type ExplainerProgress,
  type LearnedResult,
} from '../protocol/explainer';
import type { AddCommand } from './command';
import { deviceOption, jsonOption, threadsOption, wholeNumber } from './options';
import { paced } from './pace';
import { runCommand } from './run';

interface LearnArguments extends ExplainerChoices {
  readonly limit: number;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly json?: boolean;
}

const { features, approximator, draws, temperature, cooling, learningRate, epochs, batch } = USUAL_EXPLAINER;

/** `saliency-lens learn MODEL FOLDER`: an explainer that is learned (L2X). */
export const addLearn: AddCommand = (program) => {
  program
    .command('learn')
    .argument('<model>', 'a classifier of images or signals')
    .argument('<folder>', 'inputs of it, labelled or not, perhaps in train/ and test/')
    .description(
      'learn to explain a model (L2X); what was learned is kept beside it, and l2x then explains in one pass',
    )
    .option('--features <k>', 'features that are kept', positive, features)
    .option(
      '--cell <pixels>',
      'side of a feature: 1 takes single pixels; an eighth of the shorter side by default',
      positive,
    )
    .addOption(
      new Option('--hidden <value>', 'what stands in hidden features')
        .choices(['zeros', 'black', 'white'])
        .default('zeros'),
    )
    .addOption(
      new Option('--approximator <id>', 'who must answer by what is kept: the model, a network that learns it, or both')
        .choices(['model', 'learned', 'both'])
        .default(approximator),
    )
    .addOption(
      new Option('--draws <id>', 'cells shown while it learns: different ones, or independent draws, which may meet')
        .choices(['distinct', 'independent'])
        .default(draws),
    )
    .option('--temperature <t>', 'of the draws', aboveZero, temperature)
    .option('--cooling <c>', 'how many times smaller noise and temperature get; 1 keeps them', aboveZero, cooling)
    .option('--learning-rate <r>', 'of Adam at first', aboveZero, learningRate)
    .option('--epochs <n>', 'passes over the inputs', positive, epochs)
    .option('--batch <n>', 'inputs of one update', positive, batch)
    .option('--limit <n>', 'most inputs to learn from, and to judge by', positive, Number.MAX_SAFE_INTEGER)
    .option('--seed <n>', 'seed of weights, draws and order', wholeNumber, 0)
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .addOption(jsonOption())
    .action((model: string, folder: string, { json, device, threads, ...choices }: LearnArguments) =>
      runCommand(json === true, async (signal, voice) => {
        const opened = await openModel(await readModelFile(model), { device, threads });
        const shown = paced((text) => voice.progress(text));
        try {
          const progress = (told: ExplainerProgress) => shown(progressText(told), told.share === 1);
          const result = await learnExplainer(opened, { ...choices, folder }, { signal, progress });
          for (const { name, reason } of result.leftOut) voice.note(`${name} was left out: ${reason}`);
          return { json: result, text: textOf(result) };
        } finally {
          await opened.network.close();
        }
      }),
    );
};

const STAGES: Readonly<Record<ExplainerProgress['stage'], string>> = {
  reading: 'reading inputs',
  asking: 'asking the model',
  learning: 'learning',
  measuring: 'measuring',
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function progressText({ stage, share, epoch, loss }: ExplainerProgress): string {
  const now = epoch === undefined ? '' : `, epoch ${epoch}, loss ${loss!.toPrecision(3)}`;
  return `${STAGES[stage]}${now}  ${(100 * share).toFixed(0)} %`;
}

function textOf({ path, facts: { choices, cells, data, faithfulness, throughModel } }: LearnedResult): string {
  const { inputs, model, random, approximator } = faithfulness;
  return [
    `learned from ${data.inputs} inputs of ${data.folder}, judged by ${inputs} others`,
    `${choices.features} of ${cells} cells of ${choices.cell} px are kept; how often the model then answers as before (post-hoc accuracy):`,
    `  cells that were chosen   ${percent(model)}`,
    `  cells drawn at random    ${percent(random)}`,
    ...(approximator === null
      ? []
      : [`the approximator answers as the model from what is kept in ${percent(approximator)}`]),
    ...(throughModel || choices.approximator === 'learned'
      ? []
      : ['no gradient passes through the model, so a network that learned answered in its place']),
    `written to ${path}`,
  ].join('\n');
}

function positive(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
}

function aboveZero(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}
