import { Option } from 'commander';
import { extname } from 'node:path';
import { drawFigure } from '../engine/figure/figure';
import { LAYOUTS } from '../engine/figure/layout';
import { figureOf } from '../engine/figure/of-results';
import { readResult } from '../engine/figure/result';
import { writeWhole } from '../engine/report/whole-file';
import { LensError } from '../protocol/error';
import { figureForms, type FigureForm } from '../protocol/figure';
import type { AddCommand } from './command';
import { jsonOption } from './options';
import { runCommand } from './run';

interface FigureArguments {
  readonly layout: string;
  readonly title?: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `saliency-lens figure RESULT…`: what `explain` has written, as a figure of a paper. */
export const addFigure: AddCommand = (program) => {
  program
    .command('figure')
    .argument('<results...>', 'folders that explain has written')
    .description('put maps together as a figure with names, colour bars and parameters: PDF, SVG or PNG')
    .addOption(
      new Option('--layout <id>', LAYOUTS.map(({ id, label }) => `${id}: ${label}`).join('; '))
        .choices(LAYOUTS.map(({ id }) => id))
        .default('methods'),
    )
    .option('--title <text>', 'what stands above it, in place of the target and the model')
    .requiredOption('--out <file>', 'the file: .pdf and .svg with text as text, .png of 300 dots per inch')
    .addOption(jsonOption())
    .action((folders: string[], { layout, title, out, json }: FigureArguments) =>
      runCommand(json === true, async () => {
        const form = formOf(out);
        const results = await Promise.all(folders.map(readResult));
        const figure = await figureOf(
          results,
          LAYOUTS.find(({ id }) => id === layout)!,
          title,
        );
        writeWhole(out, await drawFigure(figure, form));
        const { tiles, across } = figure;
        return { json: { file: out, layout, form, tiles: tiles.length, across }, text: `written to ${out}` };
      }),
    );
};

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
