import { InvalidArgumentError } from 'commander';
import { compareMaps } from '../engine/comparison/comparison';
import { writeComparison } from '../engine/comparison/output';
import { shellCommand } from '../protocol/shell-command';
import type { AddCommand } from './command';
import { jsonOption, wholeNumber } from './options';
import { runCommand } from './run';

interface CompareArguments {
  readonly threshold: number;
  readonly bins: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `saliency-lens compare A.npy B.npy…`: how alike attribution maps are. */
export const addCompare: AddCommand = (program) => {
  program
    .command('compare')
    .argument('<maps...>', 'two or more .npy maps of one size, as explain writes them')
    .description('compare attribution maps two by two: correlations, distances, tests and histograms')
    .option('--threshold <t>', 'histograms count min-max scaled values above it', share, 0.2)
    .option('--bins <n>', 'bins of the histograms', positive, 20)
    .requiredOption('--out <folder>', 'where tables and reports go')
    .addOption(jsonOption())
    .action((maps: string[], options: CompareArguments) =>
      runCommand(options.json === true, async () => {
        const result = compareMaps(maps, options);
        const command = shellCommand([
          'saliency-lens',
          'compare',
          ...maps,
          '--threshold',
          String(options.threshold),
          '--bins',
          String(options.bins),
          '--out',
          options.out,
        ]);
        writeComparison(options.out, result, command);
        const lines = result.pairs.map(
          ({ first, second, values }) =>
            `${first} – ${second}: Pearson ${shown(values.pearson)}, Spearman ${shown(values.spearman)}, SSIM ${shown(values.ssim)}`,
        );
        return { json: result, text: [...lines, `written to ${options.out}`].join('\n') };
      }),
    );
};

const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < 1))
    throw new InvalidArgumentError('It must be a number from 0 to below 1.');
  return value;
}

function positive(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > 10000) throw new InvalidArgumentError('It must be a whole number from 1 to 10000.');
  return value;
}
