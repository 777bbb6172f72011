import type { LabelledSamples, SampleEvent, SampleTestRequest, SampleVerdict } from '../../protocol/sample-tests';
import { LensError } from '../../protocol/error';
import type { FloatMap } from '../../protocol/raster';
import type { Dataset, MaskSource, Sample } from '../dataset/dataset';
import { readMask, type Target } from '../dataset/mask';
import { openDataset } from '../dataset/opening';
import { volumeSlices } from '../dataset/volume-slices';
import { encodeJpeg, overlay } from '../image/overlay';
import { floats } from '../tensor/tensor';
import { explain } from '../explanation/explanation';
import { predict } from '../explanation/prediction';
import { classScore } from '../explanation/target';
import type { JobOptions } from '../session/execution';
import { openInput } from '../explanation/opened-input';
import { modelOutline } from '../model/model-outline';
import { scoreObject } from '../explanation/object';
import type { ModelFile } from '../model/model-file';
import type { OpenedModel } from '../model/opening';

/**
 * The labelled samples of a folder, in the order of the listing. @throws LensError when the folder cannot be read or is
 * not labelled so
 */
export async function listSamples(file: ModelFile, folder: string, labelling?: string): Promise<LabelledSamples> {
  const { input, logits } = modelOutline(file);
  const {
    samples,
    classes,
    leftOut,
    labelling: found,
  } = openDataset(folder, {
    modelLabels: input.recipe.labels,
    modelAliases: input.recipe.aliases,
    outputs: logits.classes,
    labelling,
    slices: await volumeSlices(folder, input.dims),
  });
  const labelled = samples.flatMap(({ name, label, mask }) =>
    label === null ? [] : [{ name, label: classes[label], masked: mask !== null }],
  );
  return {
    samples: labelled,
    labelling: found.description,
    leftOut: leftOut.length + samples.length - labelled.length,
  };
}

/**
 * Predicts samples one after the other and tells of each; one that fails does not stop the others. @throws LensError
 * `cancelled`
 */
export async function testSamples(
  model: OpenedModel,
  request: SampleTestRequest,
  options: JobOptions,
  emit: (event: SampleEvent) => void,
): Promise<void> {
  const { kind } = model.logits;
  if (kind === 'dense' || kind === 'regression') {
    throw new LensError({
      code: 'unsupported-model',
      what: `the model ${kind === 'dense' ? 'labels every position' : 'estimates quantities'}, but a test asks for the class of a whole input`,
      where: request.model,
      next: 'Choose a classifier',
    });
  }
  const set = openDataset(request.folder, {
    modelLabels: model.recipe.labels,
    modelAliases: model.recipe.aliases,
    outputs: model.network.scores,
    labelling: request.labelling,
    slices: await volumeSlices(request.folder, model.network.graph.inputDims),
  });
  const byName = new Map(set.samples.map((sample) => [sample.name, sample]));
  for (const name of request.names) {
    emit({ kind: 'started', name });
    try {
      const sample = byName.get(name);
      if (!sample || sample.label === null)
        throw new LensError({
          code: 'not-found',
          what: 'the folder has no such labelled input any more',
          where: name,
          next: 'Refresh the tests',
        });
      emit({ kind: 'tested', name, verdict: await testSample(model, set, sample, request, options) });
    } catch (thrown) {
      const error = LensError.from(thrown, name);
      if (error.code === 'cancelled') throw error;
      emit({ kind: 'failed', name, error: error.toReport() });
    }
  }
}

async function testSample(
  opened: OpenedModel,
  { classes }: Dataset,
  sample: Sample,
  { method, localise }: SampleTestRequest,
  options: JobOptions,
): Promise<SampleVerdict> {
  const start = performance.now();
  const { model, input } = await openInput(opened, sample.path);
  const size = model.network.graph.inputDims;
  const predicted = await predict(model, input, options);
  const { predictions } = predicted;
  const [best] = predictions;
  const label = sample.label as number;
  const right = best.index === label;
  const object =
    localise && sample.mask !== null && size.length === 3
      ? await objectOf(model, sample.mask, { label, classes: classes.length })
      : null;
  const explained =
    right && !object
      ? null
      : (await explain(model, input, classScore(best.index, predicted), method, options)).result.map;
  const score =
    object && explained ? scoreObject({ maps: [{ name: '', map: explained }], mask: object }).scores[0] : null;
  const heatmap =
    explained && input.view.image ? overlay(floats([1, ...explained.dims], explained.data), input.view.image) : null;
  return {
    expected: classes[label],
    predicted: classes[best.index] ?? best.label,
    probability: best.probability,
    expectedProbability: predictions.find(({ index }) => index === label)?.probability ?? 0,
    right,
    iou: score?.iou ?? null,
    hit: score?.hit ?? null,
    heatmap: heatmap && new Uint8Array(await encodeJpeg(heatmap)),
    seconds: (performance.now() - start) / 1000,
  };
}

/** The object as the network sees it; null for an empty one, which no map can point at. */
async function objectOf(model: OpenedModel, mask: MaskSource, target: Target): Promise<FloatMap | null> {
  const dims = model.network.graph.inputDims.slice(1);
  const object = await readMask(mask, dims, model.recipe, target);
  return object.includes(1) ? { dims, data: Float32Array.from(object) } : null;
}
