import { signalOf, templateOf, type SignalOptions } from '../../generation/mnist-1d/signal';
import { signalSet } from '../../generation/mnist-1d/set';
import type { Tensor } from '../../tensor/tensor';
import type { CaseFiles, CaseOutputs, ReferenceCase, RunCase } from '../adapter';
import { integers, matrix, slices } from '../metric-cases/arrays';

const numbers = ({ data }: Tensor): Float64Array => Float64Array.from(data as ArrayLike<number>, Number);

/** The ten templates, signals made of them, or a set with its order and normalisation, from stored draws. */
export const mnist1d: RunCase = (reference, files): CaseOutputs => {
  const templates = slices(files.array(reference.input as string)).map(templateOf);
  if (reference.params.output === 'templates') return { templates: matrix(templates) };
  const { classes, signals } = signalsOf(reference, templates, files);
  if (!reference.params.normalise) return { signals: matrix(signals), labels: integers(classes) };
  const { order, sequenceOrder } = reference.draws!;
  const set = signalSet(
    signals,
    classes,
    {
      order: order ? numbers(files.array(order)) : Array.from(classes.keys()),
      ...(reference.params.shuffleSequence && { sequenceOrder: numbers(files.array(sequenceOrder)) }),
    },
    reference.params.trainSplit,
  );
  return { ...set, signals: matrix(set.signals), labels: integers(set.labels) };
};

function signalsOf(
  { params, classes: file, draws = {} }: ReferenceCase,
  templates: readonly Float64Array[],
  files: CaseFiles,
): { classes: Float64Array; signals: Float64Array[] } {
  const single = (name: string): Float64Array => numbers(files.array(draws[name]));
  const [padding, scale, translation, shear] = ['padding', 'scale', 'translation', 'shear'].map(single);
  const [correlatedNoise, noise] = ['correlatedNoise', 'noise'].map((name) => slices(files.array(draws[name])));
  const classes = numbers(files.array(file as string));
  const signals = Array.from(
    classes,
    (digit, n) =>
      signalOf(templates[digit], params as unknown as SignalOptions, {
        padding: padding[n],
        scale: scale[n],
        translation: translation[n],
        correlatedNoise: correlatedNoise[n],
        noise: noise[n],
        shear: shear[n],
      }).signal,
  );
  return { classes, signals };
}
