import type { MapBeside, MethodRequest, MethodResult } from '../../protocol/method';
import type { PredictResult } from '../../protocol/prediction';
import type { TargetRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import type { NetworkInput, ReadBeside } from '../image/input';
import type { OpenedModel } from '../model/opening';
import { ParametricNetwork } from '../session/parametric-network';
import { toChannelsLast } from '../tensor/channel-order';
import { reshaped } from '../tensor/tensor';
import { transposed } from '../tensor/transposition';
import { explain, type ExplanationOptions } from './explanation';
import { atOwnLayer } from './explained-target';
import { requestedTarget } from './target';

/** What is explained of which image. */
export interface ExplainedInput {
  readonly model: OpenedModel;
  readonly input: NetworkInput;
  readonly asked: TargetRequest;
  readonly predicted: PredictResult;
}

/** How many inputs of an image beside it have maps of their own. */
export const explainedBeside = ({ beside = [] }: NetworkInput): readonly ReadBeside[] =>
  beside.filter(({ view }) => view.explained);

/**
 * The maps of the inputs beside the image: of each by the same method, as if it were the image and the image were given.
 * @returns the result with them, and with what they cost
 */
export async function withMapsBeside(
  result: MethodResult,
  explained: ExplainedInput,
  request: MethodRequest,
  options: ExplanationOptions,
): Promise<MethodResult> {
  const others = explainedBeside(explained.input);
  if (others.length === 0 || options.signal?.aborted) return result;
  let total = result;
  const maps: MapBeside[] = [];
  for (const other of others) {
    const { name } = other.view;
    try {
      const made = await explainBeside(explained, other, request, options);
      maps.push({ name, map: made.map });
      total = costing(total, made);
    } catch (thrown) {
      const error = LensError.from(thrown);
      if (error.code === 'cancelled') throw error;
      maps.push({ name, map: null, reason: error.what });
    }
  }
  return { ...total, beside: maps };
}

const costing = (a: MethodResult, b: MethodResult): MethodResult => ({
  ...a,
  forwardPasses: a.forwardPasses + b.forwardPasses,
  backwardPasses: a.backwardPasses + b.backwardPasses,
  sharedPasses: a.sharedPasses + b.sharedPasses,
  leastPasses: a.leastPasses + b.leastPasses,
  seconds: a.seconds + b.seconds,
});

async function explainBeside(
  { model, input, asked, predicted }: ExplainedInput,
  other: ReadBeside,
  request: MethodRequest,
  options: ExplanationOptions,
): Promise<MethodResult> {
  const turned = turnedModel(model, input, other);
  const own: NetworkInput = { tensor: other.tensor, view: { path: input.view.path, image: null, signal: null } };
  const target = await requestedTarget(turned, own, asked, predicted, options);
  // A layer that was chosen is one of the image's way.
  const { layer: _layer, ...free } = request;
  return (await explain(target.model, own, target.score, atOwnLayer(free, target), { ...options, report: undefined }))
    .result;
}

/** The model with another of its inputs in the place of the image. */
function turnedModel(model: OpenedModel, input: NetworkInput, { view: { name } }: ReadBeside): OpenedModel {
  const { network } = model;
  const { image, graphFor } = model.beside!;
  const family = network.extension(`input:${name}`, () => graphFor(name));
  const { tensor } = input;
  const own =
    image.order === 'nhwc' && tensor.dims.length > 3 ? transposed(tensor, toChannelsLast(tensor.dims.length)) : tensor;
  const values = { ...network.graph.beside, [image.taken]: reshaped(own, [1, ...image.dims]) };
  return { ...model, network: new ParametricNetwork(family, values) };
}
