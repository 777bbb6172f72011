import { readSummary } from '../engine/evaluation/stored-results';
import { cellEvidence, type OpenFor } from '../engine/evidence/cell';
import { evidenceFigure } from '../engine/evidence/figure';
import { keepEvidence } from '../engine/evidence/kept';
import { numberNamed, numbersOf } from '../engine/evidence/of-results';
import { readModelFile, type ModelFile } from '../engine/model/model-file';
import { openModel, type OpenedModel } from '../engine/model/opening';
import { ownSize } from '../engine/model/own-size';
import { LensError } from '../protocol/error';
import type { EvaluationSummary } from '../protocol/evaluation-summary';
import type { Figure } from '../protocol/figure';
import type { Voice } from './run';

/** Which number of an evaluation; the first where none is named. */
export interface NumberOptions {
  readonly image?: string;
  readonly model?: string;
  readonly method?: string;
  readonly metric?: string;
}

/** Puts what every metric did with the first inputs into the reports of an evaluation. */
export async function keepFirst(
  { out, labelling = null }: { readonly out: string; readonly labelling?: string | null },
  summary: EvaluationSummary,
  inputs: number,
  { signal, threads, voice }: { readonly signal: AbortSignal; readonly threads: number; readonly voice: Voice },
): Promise<void> {
  await withModels(summary, threads, async (open) => {
    const numbers = numbersOf(out, summary, inputs).map((number) => ({ ...number, labelling }));
    voice.progress(`drawing what metrics did: ${numbers.length} numbers`);
    await keepEvidence(out, numbers, open, {
      signal,
      problem: ({ name }, { what }) => voice.note(`${name}: ${what}.`),
    });
  });
}

/** What a metric did to come to a number of an evaluation, as a figure. @throws LensError without such results */
export async function figureOfNumber(out: string, options: NumberOptions, signal: AbortSignal): Promise<Figure> {
  const stored = readSummary(out);
  if (!stored)
    throw new LensError({
      code: 'invalid-argument',
      what: 'there are no results of an evaluation',
      where: out,
      next: 'Name a folder that saliency-lens evaluate has written',
    });
  const { summary } = stored;
  const number = numberNamed(out, summary, options);
  const labelling = summary.labelling.id;
  const [evidence] = await withModels(summary, 0, (open) => cellEvidence({ ...number, labelling }, open, { signal }));
  const [model, method] = [summary.models[number.model].name, summary.methods[number.method].name];
  return evidenceFigure(evidence, { image: number.name, model, method });
}

/** Models as they were evaluated: on their device, each open at the size of one image at a time. */
async function withModels<T>(
  { models }: EvaluationSummary,
  threads: number,
  work: (open: OpenFor) => Promise<T>,
): Promise<T> {
  const files = new Map<string, Promise<ModelFile>>();
  const opened = new Map<string, { readonly size: string; readonly model: OpenedModel }>();
  const open: OpenFor = async (path, image) => {
    const reading = files.get(path) ?? readModelFile(path);
    files.set(path, reading);
    const file = await reading;
    const own = await ownSize(file, image);
    const size = own?.size.join() ?? '';
    const before = opened.get(path);
    if (before?.size === size) return before.model;
    opened.delete(path);
    await before?.model.network.close();
    const device = models.find((one) => one.path === path)?.device ?? 'auto';
    const model = await openModel(file, { device, threads, own });
    opened.set(path, { size, model });
    return model;
  };
  try {
    return await work(open);
  } finally {
    for (const { model } of opened.values()) await model.network.close();
  }
}
