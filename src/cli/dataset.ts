import { Argument } from 'commander';
import { writeSet, GENERATORS } from '../engine/generation';
import type { AddCommand } from './command';
import { jsonOption, wholeNumber } from './options';
import { runCommand } from './run';

interface DatasetArguments {
  readonly seed?: number;
  readonly out: string;
  readonly json?: boolean;
}

/** Inputs between two lines of progress. */
const EVERY = 200;

/** `saliency-lens dataset SET`: labelled sets that are made here. */
export const addDataset: AddCommand = (program) => {
  const sets = GENERATORS.map(({ id, description, params }) => {
    const names = params.map(({ name, default: usual }) => `${name}=${String(usual)}`);
    return `  ${id}: ${description} (${names.join(', ')})`;
  });
  program
    .command('dataset')
    .addArgument(new Argument('<set>', `a set, perhaps with parameters: faces:train=50`))
    .description('make a labelled set to learn from and to test with, in folders train/ and test/ of class sub-folders')
    .option('--seed <n>', 'another set of the same kind; by default the published one', wholeNumber)
    .requiredOption('--out <folder>', 'a new folder for it')
    .addOption(jsonOption())
    .addHelpText('after', `\nSets, and their parameters:\n${sets.join('\n')}`)
    .action((set: string, { json, ...options }: DatasetArguments) =>
      runCommand(json === true, async (signal, voice) => {
        const report = await writeSet(
          { set, ...options },
          { signal, progress: (done, total) => done % EVERY === 0 && voice.progress(`${done} of ${total}`) },
        );
        const counts = Object.entries(report.counts).map(([split, count]) => `${count} in ${split}/`);
        return { json: report, text: `${counts.join(', ')}\nwritten to ${options.out}` };
      }),
    );
};
