import type { MaskPage, MaskRequest, Target } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import { Draws } from '../attribution/draws';
import type { DrawnMasks } from '../attribution/method';
import { completed } from '../parameter/values';
import { maskRunner } from '../attribution/masking/forwards';
import { Execution } from '../session/execution';
import { scoresOf } from '../session/score';
import { sizeOf } from '../tensor/tensor';
import { predict, scoreFor, targetIndex, type JobOptions } from './explanation';
import { givenFiles } from './given-files';
import type { NetworkInput } from '../image/input';
import { methodOf, parametersOf } from './methods';
import type { OpenedModel } from '../model/opening';

/**
 * Some of the masks that a method draws with these parameters and this seed, with their scores. Masks of a map that was
 * made are on the sheet and cost nothing; others are run.
 * @throws LensError `invalid-argument` for a method that rests on no masks
 */
export async function drawnMasks(
  model: OpenedModel,
  input: NetworkInput,
  {
    request,
    target,
    targetRegion,
    first,
    count,
  }: Omit<MaskRequest, 'model' | 'input'> & { readonly targetRegion?: Target['mask'] },
  options: JobOptions = {},
): Promise<MaskPage> {
  const method = methodOf(request.method);
  if (!method.masks)
    throw new LensError({
      code: 'invalid-argument',
      what: `${method.label} rests on no random masks`,
      next: 'Choose RISE',
    });
  const predicted = await predict(model, input, options);
  const score = scoreFor(targetIndex(target, predicted), predicted, targetRegion);
  const params = completed(parametersOf(method), request.params);
  const context = {
    network: model.network,
    input: input.tensor,
    score,
    params,
    draws: new Draws(request.seed ?? 0),
    files: await givenFiles(model, params),
    levels: input.levels,
    execution: new Execution(options.signal, options.lane),
    report: () => undefined,
  };
  const drawn = method.masks(context);
  const total = drawn.sequence.count;
  const end = Math.min(total, first + count);
  const runner = await maskRunner(context, drawn.sequence);
  const scores: number[] = [];
  for (let at = Math.min(first, total); at < end;) {
    const next = Math.min(end, runner.reach(at));
    scores.push(...scoresOf(await runner.logits(at, next), score));
    at = next;
  }
  return { first, total, masks: pixelsOf(drawn, first, scores.length, input.tensor.dims.slice(2)), scores };
}

function pixelsOf(drawn: DrawnMasks, first: number, count: number, spatial: readonly number[]): MaskPage['masks'] {
  const size = sizeOf(spatial);
  const data = new Uint8Array(count * size);
  for (let n = 0; n < count; n++) {
    const mask = drawn.mask(first + n);
    for (let i = 0; i < size; i++) data[n * size + i] = Math.round(255 * mask[i]);
  }
  return { dims: [count, ...spatial], data };
}
