import { Option } from 'commander';
import { extname } from 'node:path';
import { drawFigure } from '../engine/figure/figure';
import { LAYOUTS } from '../engine/figure/layout';
import { figureOf } from '../engine/figure/of-results';
import { readResult } from '../engine/figure/result';
import { PAIR_MEASURES } from '../engine/comparison/result-pairs';
import { writeWhole } from '../engine/report/whole-file';
import { LensError } from '../protocol/error';
import { figureForms, type Figure, type FigureForm } from '../protocol/figure';
import type { AddCommand } from './command';
import { correlationFigure } from './correlations';
import { figureOfNumber, type NumberOptions } from './evidence';
import { jsonOption } from './options';
import { runCommand } from './run';

/** What a metric did to come to a number of an evaluation: laid out from a run of it, not from what is on disk. */
const EVIDENCE = 'evidence';
/** How alike maps are, as numbers. */
const CORRELATIONS = 'correlations';

interface FigureArguments extends NumberOptions {
  readonly layout: string;
  readonly measure?: string;
  readonly title?: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `saliency-lens figure RESULT…`: what `explain` has written, as a figure of a paper. */
export const addFigure: AddCommand = (program) => {
  program
    .command('figure')
    .argument('<results...>', 'folders that explain has written, or one that evaluate has')
    .description('put maps together as a figure with names, colour bars and parameters: PDF, SVG or PNG')
    .addOption(
      new Option(
        '--layout <id>',
        [
          ...LAYOUTS.map(({ id, label }) => `${id}: ${label}`),
          `${EVIDENCE}: what a metric did, of an evaluation's folder`,
          `${CORRELATIONS}: images × pairs of methods, models side by side, of explain's folders or an evaluation's`,
        ].join('; '),
      )
        .choices([...LAYOUTS.map(({ id }) => id), EVIDENCE, CORRELATIONS])
        .default('methods'),
    )
    .option('--image <name>', 'with --layout evidence: the input by its name in the folder; the first by default')
    .option('--model <name>', 'with --layout evidence: the model by its name in the tables')
    .option('--method <name>', 'with --layout evidence: the method by its name in the tables')
    .option('--metric <name>', 'with --layout evidence: the metric by its name in the tables')
    .addOption(
      new Option('--measure <id>', 'with --layout correlations: how maps are compared; pearson by default').choices(
        PAIR_MEASURES,
      ),
    )
    .option('--title <text>', 'what stands above it, in place of the target and the model')
    .requiredOption('--out <file>', 'the file: .pdf and .svg with text as text, .png of 300 dots per inch')
    .addOption(jsonOption())
    .action((folders: string[], options: FigureArguments) =>
      runCommand(options.json === true, async (signal) => {
        const { layout, title, out } = options;
        const form = formOf(out);
        const special = SPECIAL[layout]?.(folders, options, signal);
        const figure = await (special?.then((one) => (title === undefined ? one : { ...one, title })) ??
          ofExplanations(folders, layout, title));
        writeWhole(out, await drawFigure(figure, form));
        const { tiles, across, tables = [] } = figure;
        const json = { file: out, layout, form, tiles: tiles.length, across, tables: tables.length };
        return { json, text: `written to ${out}` };
      }),
    );
};

/** Figures of more than the maps of `explain`. */
const SPECIAL: Readonly<
  Record<
    string,
    ((folders: readonly string[], options: FigureArguments, signal: AbortSignal) => Promise<Figure>) | undefined
  >
> = {
  [EVIDENCE]: ([folder], options, signal) => figureOfNumber(folder, options, signal),
  [CORRELATIONS]: (folders, { measure }) => correlationFigure(folders, measure),
};

const ofExplanations = async (folders: readonly string[], layout: string, title?: string): Promise<Figure> =>
  figureOf(
    await Promise.all(folders.map(readResult)),
    LAYOUTS.find(({ id }) => id === layout)!,
    title,
  );

function formOf(file: string): FigureForm {
  const ending = extname(file).slice(1).toLowerCase();
  const form = figureForms.find((one) => one === ending);
  if (form) return form;
  throw new LensError({
    code: 'invalid-argument',
    what: `a figure cannot be written as ${ending ? `.${ending}` : 'a file without an ending'}`,
    where: file,
    next: `End its name in ${figureForms.map((one) => `.${one}`).join(', ')}`,
  });
}
