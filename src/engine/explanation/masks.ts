import type { MaskPage, MaskRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import type { DrawnMasks } from '../attribution/method';
import { maskRunner } from '../attribution/masking/forwards';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { scoresOf } from '../session/score';
import { sizeOf } from '../tensor/tensor';
import { methodContext } from './context';
import { methodOf } from './methods';
import { predict } from './prediction';
import { requestedTarget } from './target';

/**
 * Some of the masks that a method draws with these parameters and this seed, with their scores. Masks of a map that was
 * made are in the logit cache and cost nothing; others are run.
 * @throws LensError `invalid-argument` for a method that rests on no masks
 */
export async function drawnMasks(
  model: OpenedModel,
  input: NetworkInput,
  { request, first, count, ...target }: Omit<MaskRequest, 'model' | 'input'>,
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
  const asked = await requestedTarget(model, input, target, predicted, options);
  const { score } = asked;
  const context = await methodContext({ ...asked, input }, request, options);
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
