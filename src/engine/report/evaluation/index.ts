import type { EvaluationSummary, SkippedInput } from '../../../protocol/evaluation-summary';
import type { ExplainedClass } from '../../../protocol/evaluation';
import type { ParameterValues } from '../../../protocol/parameter';
import type { Preprocessing } from '../../../protocol/recipe';
import { guessText, recipeText } from '../../image/recipe-text';
import type { Report, Section } from '../table';
import { evidenceSection } from './evidence';
import { imagePairSection } from './image-pairs';
import { judgementSection } from './judgements';
import { methodSection } from './methods';
import { pairSection } from './pairs';
import { practiceSection } from './practice';
import { predictionSection } from './predictions';
import type { ReportedEvaluation } from './reported';
import { verdictSection } from './verdicts';

/** Inputs left out that a report names; all are in `skipped.csv`. */
const MOST_SKIPPED = 100;

/** The report of an evaluation: results first, then what they mean and how to get them again. */
export function evaluationReport(reported: ReportedEvaluation): Report {
  const { summary, skipped, verdicts, figures, pairTables } = reported;
  const sections = [
    overview(summary),
    predictionSection(summary),
    judgementSection(summary),
    methodSection(reported),
    verdictSection(summary, verdicts),
    evidenceSection(figures),
    practiceSection(summary),
    pairSection(summary),
    imagePairSection(pairTables),
    skippedSection(skipped),
    reproduction(reported),
  ];
  return { title: `Evaluation of ${summary.folder}`, sections: sections.filter((section) => section !== null) };
}

/** What was explained, one sentence. */
const EXPLAINED: Readonly<Record<ExplainedClass, string>> = {
  predicted: 'Explanations are of the predicted class, from its logit.',
  label: 'Explanations are of the labelled class, from its logit.',
  'label-minus-predicted':
    'Explanations are of the labelled class, from its logit; where another class was predicted, from its logit less that of the predicted one, and the probability is the share of the labelled one among the two.',
};

function overview({ images, skipped, labelling, models, target }: EvaluationSummary): Section {
  return {
    title: 'Overview',
    paragraphs: [
      `${images} inputs were evaluated, ${skipped} entries are listed as left out. ${labelling.description}. ${EXPLAINED[target]}`,
      ...models.flatMap(({ name, warnings }) => warnings.map((warning) => `${name}: ${warning}`)),
    ],
    tables: [
      {
        caption: 'Models',
        columns: ['Model', 'SHA-256', 'Logits', 'Device'].map((label) => ({ label, text: true })),
        rows: models.map(({ name, hash, output, device }) => [name, hash, output, device]),
      },
    ],
  };
}

function skippedSection(skipped: readonly SkippedInput[]): Section | null {
  if (skipped.length === 0) return null;
  return {
    title: 'What was left out',
    tables: [
      {
        caption:
          skipped.length > MOST_SKIPPED
            ? `The first ${MOST_SKIPPED} of ${skipped.length}; all are in skipped.csv`
            : 'Files and inputs that took no part, or not in all',
        columns: ['File', 'Reason'].map((label) => ({ label, text: true })),
        rows: skipped.slice(0, MOST_SKIPPED).map(({ name, reason }) => [name, reason]),
      },
    ],
  };
}

const listed = (params: ParameterValues): string =>
  Object.entries(params)
    .map(([name, value]) => `${name} = ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');
const sentences = (...parts: readonly string[]): string =>
  parts.flatMap((part) => (part ? [`${part}.`] : [])).join(' ');

const guessedIn = (recipe: Preprocessing): string => {
  const guesses = guessText(recipe);
  return guesses && `Guessed: ${guesses}`;
};

function reproduction({ summary, titles }: ReportedEvaluation): Section {
  const { models, columns, methods, command, seed, bootstrap } = summary;
  return {
    title: 'Formulas, parameters and how to get the same numbers',
    paragraphs: [
      `Intervals: percentile bootstrap of the mean over inputs, ${100 * bootstrap.level} %, ${bootstrap.resamples} resamples, seed ${seed}. Inputs without a finite value (for metrics of masks: without a mask, or with an empty one) do not count.`,
      'Command:',
    ],
    command,
    terms: [
      ...models.flatMap(({ name, recipe }) =>
        recipe ? [{ term: name, text: sentences(recipeText(recipe), guessedIn(recipe)) }] : [],
      ),
      ...methods.map(({ name, label, paper, params, layer, seed: own }) => ({
        term: name,
        text: sentences(label, listed(params), layer === null ? '' : `layer ${layer}`, `seed ${own}`),
        paper,
      })),
      ...columns.flatMap(({ part, formula, params, paper }, index) =>
        part === null ? [{ term: titles[index], text: sentences(formula, listed(params)), paper }] : [],
      ),
    ],
  };
}
