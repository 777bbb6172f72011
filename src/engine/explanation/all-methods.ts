import { basename } from 'node:path';
import type { ExplainEvent, ExplainRequest } from '../../protocol/explain';
import { LensError } from '../../protocol/error';
import type { NetworkInput } from '../image/input';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { costOf } from './cost';
import { atOwnLayer } from './explained-target';
import { explain } from './explanation';
import { explainedBeside, withMapsBeside } from './maps-beside';
import { predict } from './prediction';
import { requestedTarget } from './target';

/** Runs all methods of a request in order and tells of each; a failing method does not stop the others. */
export async function explainAll(
  model: OpenedModel,
  input: NetworkInput,
  request: ExplainRequest,
  options: JobOptions,
  emit: (event: ExplainEvent) => void,
): Promise<void> {
  const predicted = await predict(model, input, options);
  const asked = await requestedTarget(model, input, request, predicted, options);
  for (const [index, one] of request.methods.entries()) {
    try {
      const parts = 1 + explainedBeside(input).length;
      emit({ kind: 'started', index, expectedPasses: parts * costOf(model.network, one).expectedPasses });
      const settings = { ...options, reuse: true, trace: true };
      const { result } = await explain(asked.model, input, asked.score, atOwnLayer(one, asked), {
        ...settings,
        report: (fraction, map, passes, seconds) =>
          emit({ kind: 'progress', index, fraction: fraction / parts, map, passes, seconds }),
      });
      const whole = await withMapsBeside(result, { model, input, asked: request, predicted }, one, settings);
      emit({ kind: 'finished', index, result: whole });
    } catch (thrown) {
      const error = LensError.from(thrown, basename(request.input));
      if (error.code === 'cancelled') throw error;
      emit({ kind: 'failed', index, error: error.toReport() });
    }
  }
}
