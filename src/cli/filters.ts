import { writeFilters, type FilterReport } from '../engine/filters/filter-files';
import type { DeviceChoice } from '../protocol/model';
import { WEIGHTS_ENDINGS } from '../protocol/model-files';
import type { AddCommand } from './command';
import { deviceOption, jsonOption, threadsOption } from './options';
import { runCommand } from './run';

interface FilterArguments {
  readonly layer?: string;
  readonly input?: string;
  readonly device: DeviceChoice;
  readonly threads: number;
  readonly out: string;
  readonly json?: boolean;
}

/** `saliency-lens filters MODEL`: kernels of a layer, and its feature maps for an input. */
export const addFilters: AddCommand = (program) => {
  program
    .command('filters')
    .argument('<model>', `a model, or a file of weights (${WEIGHTS_ENDINGS.join(', ')}, pytorch_model.bin)`)
    .description("write a layer's kernels, their frequency response and, for an input, its feature maps")
    .option('--layer <tensor>', 'the layer; by default the first one with kernels')
    .option('--input <file>', 'an image or .npy tensor whose feature maps are wanted')
    .addOption(deviceOption('auto'))
    .addOption(threadsOption())
    .requiredOption('--out <folder>', 'where arrays, images and filters.json go')
    .addOption(jsonOption())
    .action((model: string, { json, ...options }: FilterArguments) =>
      runCommand(json === true, async (signal) => {
        const report = await writeFilters({ ...options, model }, signal);
        return { json: report, text: textOf(report, options.out) };
      }),
    );
};

function textOf({ layers, layer, warnings }: FilterReport, out: string): string {
  const lines = layers.map(({ tensor, op, dims, parameters, health }) => {
    const facts = health
      ? `  ${health.dead.length} dead, ${health.duplicates?.length ?? '?'} alike, ${(100 * health.nearZero).toFixed(1)} % near zero, norm ${health.norm.toPrecision(4)}`
      : '';
    return `${tensor === layer.tensor ? '>' : ' '} ${op.padEnd(14)} ${`[${dims.join(', ')}]`.padEnd(24)} ${String(parameters).padStart(11)}  ${tensor}${facts}`;
  });
  return [...lines, ...warnings.map((w) => `warning: ${w}`), `written to ${out}`].join('\n');
}
