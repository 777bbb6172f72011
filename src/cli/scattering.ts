import { writeScattering } from '../engine/job/scattering/scattering-files';
import { LensError } from '../protocol/error';
import type { AddCommand } from './command';
import { jsonOption, threadsOption, wholeNumber } from './options';
import { runCommand } from './run';

interface ScatteringArguments {
  readonly scales: number;
  readonly angles: number;
  readonly order: number;
  readonly size?: number;
  readonly threads: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `saliency-lens scattering INPUT`: the wavelet bank and the scattering coefficients of a picture. */
export const addScattering: AddCommand = (program) => {
  program
    .command('scattering')
    .argument('<input>', 'a picture (scaled to 0…1), or a .npy [channels, height, width], used as it is')
    .description("write a picture's wavelet scattering coefficients and the filters that make them")
    .option('--scales <J>', 'number of scales', wholeNumber, 3)
    .option('--angles <L>', 'number of angles over half a turn', wholeNumber, 8)
    .option('--order <M>', 'largest order: 0, 1 or 2', wholeNumber, 2)
    .option('--size <n>', 'side to which a picture is brought; by default its own, at most 256', wholeNumber)
    .addOption(threadsOption())
    .requiredOption('--out <folder>', 'where arrays, pictures and scattering.json go')
    .addOption(jsonOption())
    .action((input: string, options: ScatteringArguments) =>
      runCommand(options.json === true, async () => {
        const { scales: J, angles: L, size, threads, out } = options;
        const request = { input, J, L, maxOrder: orderOf(options.order), ...(size !== undefined && { size: [size, size] as const }) };
        const report = await writeScattering(request, out, threads);
        return { json: report, text: `${report.paths.length} paths of ${report.channels} channels, [${report.dims.join(', ')}], in ${report.seconds.toFixed(2)} s\nwritten to ${out}` };
      }),
    );
};

function orderOf(order: number): 0 | 1 | 2 {
  if (order === 0 || order === 1 || order === 2) return order;
  throw new LensError({ code: 'invalid-argument', what: `there is no order ${order}`, where: '--order', next: 'Choose 0, 1 or 2' });
}
