import { resolve } from 'node:path';
import type { EvaluationEvent } from '../../../protocol/evaluation-progress';
import type { EvaluationRequest } from '../../../protocol/evaluation';
import { recordPart } from '../../shard/record';
import type { DeviceId } from '../../../protocol/model';

type Tell = (event: EvaluationEvent) => void;

/** Evaluates, and says in the part's folder how far it is. */
export function recordEvaluation<T>(
  request: EvaluationRequest,
  { out, device }: { readonly out: string; readonly device: DeviceId },
  emit: Tell,
  work: (tell: Tell) => Promise<T>,
): Promise<T> {
  return recordPart(out, { kind: 'evaluation', request: absolute(request), device }, (say) =>
    work((event) => {
      if (event.kind === 'started') say({ total: event.total, skipped: event.skipped }, true);
      if (event.kind === 'progress') say({ done: event.done, skipped: event.skipped, rate: event.rate });
      emit(event);
    }),
  );
}

const absolute = (request: EvaluationRequest) => ({
  ...request,
  folder: resolve(request.folder),
  models: request.models.map((path) => resolve(path)),
  out: resolve(request.out),
});
