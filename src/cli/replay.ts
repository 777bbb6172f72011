import type { DeviceChoice } from '../protocol/model';
import { replay } from '../engine/replay/replay';
import type { AddCommand } from './command';
import { deviceOption, jsonOption, regularExpression, threadsOption } from './options';
import { runCommand } from './run';

interface ReplayArguments {
  readonly filter?: RegExp;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `saliency-lens replay MANIFEST.json`: runs reference cases and writes what they name. */
export const addReplay: AddCommand = (program) => {
  program
    .command('replay')
    .argument('<manifest>', 'manifest.json of a reference suite')
    .description('run the cases of a reference manifest and write their outputs; compares nothing')
    .option('--filter <regex>', 'only cases whose "method id" matches', regularExpression)
    .addOption(deviceOption('cpu'))
    .addOption(threadsOption())
    .requiredOption('--out <folder>', 'where the outputs go')
    .addOption(jsonOption())
    .action((manifest: string, options: ReplayArguments) =>
      runCommand(options.json === true, async (signal, voice) => {
        const device = options.device === 'auto' ? 'cpu' : options.device;
        const summary = await replay({
          manifest,
          filter: options.filter,
          runtime: { device, threads: options.threads, precise: true },
          out: options.out,
          signal,
          progress: (done, of, id) => voice.progress(`${done} of ${of}  ${id}`),
        });
        const failures = summary.failed.map((f) => `  ${f.error}`).join('\n');
        return {
          json: summary,
          text: `${summary.ran - summary.failed.length} of ${summary.ran} cases ran${failures ? `\n${failures}` : ''}`,
        };
      }),
    );
};
