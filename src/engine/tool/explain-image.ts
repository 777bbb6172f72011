import * as z from 'zod';
import type { ExplainRequest } from '../../protocol/explain';
import type { MethodResult } from '../../protocol/method';
import type { PredictResult } from '../../protocol/prediction';
import type { FoundObject } from '../../protocol/object';
import type { Raster } from '../../protocol/raster';
import type { CompleteRecipe } from '../../protocol/recipe';
import type { Corners } from '../../protocol/task';
import { LensError } from '../../protocol/error';
import { requestedBox } from '../explanation/box-target';
import { explanationRaster } from '../explanation/explanation-files';
import { namedTarget, targetIndex } from '../explanation/target-names';
import { insideWorkspace } from '../file/workspace';
import { encodeEnlarged } from '../image/overlay';
import { floats } from '../tensor/tensor';
import { image, methods, model } from './arguments';
import { checksOf, type MadeMap } from './map-checks';
import { mapFigures, objectFigures } from './map-figures';
import { methodsFrom } from './methods';
import { placeInImage } from './place-in-image';
import { saidOf } from './said';
import { defineTool, type ToolContext } from './tool';

/** Cheap, and there is a layer for it in most networks. */
const USUAL = 'grad-cam';
const MOST_SAID = 5;
/** A language model sees little of an image that is smaller. */
const LEAST_SIDE = 224;

export const explainImage = defineTool({
  id: 'explain_image',
  label: 'Explain an image',
  description:
    'Explains why an image model says what it says of an image: the prediction, and for each method a map of what speaks for the class explained: where it peaks, which share of it lies in each region of a grid and in the object (where a mask of the object lies beside the image), what tells how far it can be trusted (completeness, R², warnings, and checks such as whether it changes with the class and with what the network learned), and the map over the image as an image. A map shows what the model looks at, not what is true.',
  arguments: z.object({
    model,
    image,
    methods: methods.min(1).default([USUAL]),
    target: z
      .union([z.string(), z.int()])
      .optional()
      .describe(
        'The class explained, by its label or index, or the difference of two as "A-B" (why A and not B); the predicted one by default',
      ),
    checks: z.boolean().default(true).describe('Whether to check every map, which makes up to seven more of its kind'),
    regions: z.int().min(1).max(16).default(3).describe('Rows and columns of the grid of regions'),
  }),
  async run({ target, regions, checks, ...args }, context) {
    const [input, path] = [insideWorkspace(args.image, 'the image'), insideWorkspace(args.model, 'the model')];
    const requests = methodsFrom(args.methods);
    const predicted = await context.call('input.predict', { model: path, input });
    const { recipe, task } = await context.call('model.describe', { model: path });
    const explained = explainedOf(target, predicted, recipe);
    const object = await context.call('object.read', { model: path, input });
    const asked = { model: path, input, target };
    const { made, failed } = await explanations({ ...asked, methods: requests }, context);
    const images = made.map(async ({ result }) => ({
      title: `${result.method} of ${explained.label}`,
      png: new Uint8Array(await encodeEnlarged(rasterOf(result, predicted, explained.corners), LEAST_SIDE)),
    }));
    return {
      told: {
        ...{ model: path, image: input, task: task.id },
        ...(await saidOf(predicted, input, recipe, MOST_SAID)),
        explained: { index: explained.index, label: explained.label },
        object_mask: object?.path ?? null,
        maps: await inTurn(made, async (map) => ({
          ...(await toldOf(map.result, { object, regions, input, recipe })),
          ...(checks && { checks: await checksOf(map, { ...asked, object: object?.mask }, context) }),
        })),
        ...(failed.length > 0 && { failed }),
      },
      images: await Promise.all(images),
    };
  },
});

const rasterOf = ({ map: { dims, data } }: MethodResult, { input }: PredictResult, box?: Corners): Raster =>
  explanationRaster(floats([1, ...dims], data), input, box);

/** The class, the box or the difference of two classes that is explained. */
function explainedOf(asked: string | number | undefined, predicted: PredictResult, recipe: CompleteRecipe) {
  const { target, against } =
    typeof asked === 'string' ? namedTarget(asked, predicted, recipe) : { target: asked, against: undefined };
  const indexOf = (one: string | number | undefined): number => targetIndex(one, predicted, recipe);
  const sought = target === undefined && predicted.boxes ? undefined : indexOf(target);
  const box = predicted.boxes && requestedBox({}, predicted.boxes, sought);
  const index = box?.index ?? sought;
  const labelOf = (one: number | undefined): string | undefined =>
    predicted.predictions.find((prediction) => prediction.index === one)?.label;
  const [label, other] = [labelOf(index), against === undefined ? undefined : labelOf(indexOf(against))];
  return { index, label: other === undefined ? label : `${label} less ${other}`, corners: box?.corners };
}

/** The maps, and why there is none of a method. @throws LensError the first method's error where all fail */
async function explanations(request: ExplainRequest, { call, progress }: ToolContext) {
  const made: MadeMap[] = [];
  const failures: { readonly method: string; readonly error: LensError }[] = [];
  await call('input.explain', request, (event) => {
    const own = request.methods[event.index];
    const { method } = own;
    if (event.kind === 'finished') made.push({ request: own, result: event.result });
    if (event.kind === 'failed') failures.push({ method, error: new LensError(event.error) });
    if (event.kind === 'progress')
      progress({ done: event.index + event.fraction, total: request.methods.length, text: method });
  });
  if (made.length === 0 && failures.length > 0) throw failures[0].error;
  return { made, failed: failures.map(({ method, error }) => ({ method, error: error.message })) };
}

/** One after the other: checks of one map wait for those of another anyway. */
async function inTurn<T, U>(all: readonly T[], of: (one: T) => Promise<U>): Promise<U[]> {
  const done: U[] = [];
  for (const one of all) done.push(await of(one));
  return done;
}

interface Seen {
  readonly object: FoundObject | null;
  readonly regions: number;
  readonly input: string;
  readonly recipe: CompleteRecipe;
}

async function toldOf(result: MethodResult, { object, regions, input, recipe }: Seen) {
  const { method, params, layer, completeness, r2, basis, warnings, seconds } = result;
  const figures = mapFigures(result.map, regions);
  return {
    ...{ method, params, layer, ...figures },
    peak_in_image: await placeInImage(figures.peak, result.map, input, recipe),
    ...(object && { object: objectFigures(result.map, object.mask) }),
    trust: { completeness, r2, basis, warnings },
    forward_passes: result.forwardPasses + result.backwardPasses + result.sharedPasses,
    seconds,
  };
}
