import { InvalidArgumentError } from 'commander';
import { scatteringInput } from '../engine/filters/scattering/array';
import { writeScattering } from '../engine/filters/scattering/scattering-files';
import { writeSignalScattering } from '../engine/filters/scattering/signal-files';
import { LensError } from '../protocol/error';
import type { AddCommand } from './command';
import { imageSize, jsonOption, threadsOption, wholeNumber } from './options';
import { runCommand, type Outcome } from './run';

interface ScatteringArguments {
  readonly scales: number;
  readonly angles: number;
  readonly q?: readonly [number, number];
  readonly average?: number;
  readonly order: number;
  readonly size?: readonly [height: number, width: number];
  readonly threads: number;
  readonly out: string;
  readonly json?: boolean;
}

/** Wavelets per octave of a signal's first and second order, unless asked for. */
const USUAL_Q = [8, 1] as const;

/** `saliency-lens scattering INPUT`: the wavelet bank and the scattering coefficients of an image or a signal. */
export const addScattering: AddCommand = (program) => {
  program
    .command('scattering')
    .argument(
      '<input>',
      'an image (scaled to 0…1), a .npy [channels, height, width], or for a signal a .npy [channels, length]; arrays are used as they are',
    )
    .description('write wavelet scattering coefficients and the filters that make them')
    .option('--scales <J>', 'number of scales', wholeNumber, 3)
    .option('--angles <L>', 'images: number of angles over half a turn', wholeNumber, 8)
    .option(
      '--q <Q>',
      'signals: wavelets per octave of first order, or of first and second as Q1,Q2 (8,1 unless given); an array of fewer than 2^J rows is a signal anyway',
      perOctave,
    )
    .option('--average <T>', 'signals: samples averaged; 2^J unless given', wholeNumber)
    .option('--order <M>', 'largest order: 0, 1 or 2', wholeNumber, 2)
    .option(
      '--size <size>',
      'size to which an image is brought: 64, or 48x64 for height and width; by default its own, at most 256',
      imageSize,
    )
    .addOption(threadsOption())
    .requiredOption('--out <folder>', 'where arrays, images and scattering.json go')
    .addOption(jsonOption())
    .action((input: string, options: ScatteringArguments) =>
      runCommand(options.json === true, () => {
        const isSignal = options.q !== undefined || scatteringInput(input, options.scales).kind === 'signal';
        return isSignal ? scatterSignal(input, options) : scatterImage(input, options);
      }),
    );
};

async function scatterImage(
  input: string,
  { scales: J, angles: L, order, size, average, threads, out }: ScatteringArguments,
): Promise<Outcome> {
  if (average !== undefined)
    throw new LensError({
      code: 'invalid-argument',
      what: 'an image is averaged over 2^J',
      where: '--average',
      next: 'Leave it out, or give --q for a signal',
    });
  const report = await writeScattering({ input, J, L, maxOrder: orderOf(order), ...(size && { size }) }, out, threads);
  return { json: report, text: textOf(report, out) };
}

async function scatterSignal(
  input: string,
  { scales: J, q: Q = USUAL_Q, average: T, order, threads, out }: ScatteringArguments,
): Promise<Outcome> {
  const report = await writeSignalScattering(
    { input, J, Q, maxOrder: orderOf(order), ...(T !== undefined && { T }) },
    out,
    threads,
  );
  return { json: report, text: textOf(report, out) };
}

const textOf = (
  {
    paths,
    channels,
    dims,
    seconds,
  }: { paths: readonly unknown[]; channels: number; dims: readonly number[]; seconds: number },
  out: string,
): string =>
  `${paths.length} paths of ${channels} channels, [${dims.join(', ')}], in ${seconds.toFixed(2)} s\nwritten to ${out}`;

function orderOf(order: number): 0 | 1 | 2 {
  if (order === 0 || order === 1 || order === 2) return order;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no order ${order}`,
    where: '--order',
    next: 'Choose 0, 1 or 2',
  });
}

function perOctave(text: string): readonly [number, number] {
  const match = /^([1-9]\d*)(?:,([1-9]\d*))?$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be a whole number from 1, or two as Q1,Q2.');
  return [Number(match[1]), Number(match[2] ?? USUAL_Q[1])];
}
