import type { MethodSummary } from '../../protocol/evaluation-summary';
import type { EvaluationDocument } from '../../protocol/evaluation-panel';
import type { MethodRequest } from '../../protocol/method';
import type { EvaluatedResults } from '../../protocol/map-verdict';
import type { ParameterValues } from '../../protocol/parameter';

/** A method of the results as it is asked for. */
export const methodRequest = ({
  id,
  params,
  layer,
  seed,
}: Pick<MethodSummary, 'id' | 'params' | 'layer' | 'seed'>): MethodRequest => ({
  method: id,
  params,
  ...(layer !== null && { layer }),
  seed,
});

/** Equal for methods and metrics that are set up alike, in whatever order. */
export const setupKey = (id: string, params: ParameterValues, ...more: unknown[]): string =>
  JSON.stringify([id, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)), ...more]);

/** Whether a request makes the maps of a method of the results; the seed matters to methods that draw alone. */
export function isMethodOf(
  { id, params, layer, seed }: Pick<MethodSummary, 'id' | 'params' | 'layer' | 'seed'>,
  request: MethodRequest,
  isRandom: boolean,
): boolean {
  const key = setupKey(request.method, request.params, request.layer ?? null);
  return setupKey(id, params, layer) === key && (!isRandom || seed === (request.seed ?? 0));
}

/** The results that are shown, as Explain knows their maps again. */
export function evaluatedResults({ setup, results }: EvaluationDocument): EvaluatedResults | undefined {
  if (!setup || !results) return undefined;
  const { folder, models, methods } = results.summary;
  return {
    out: setup.out,
    folder,
    models: models.map(({ path, hash }) => ({ path, hash })),
    methods: methods.map(({ id, params, layer, seed }) => ({ id, params, layer, seed })),
  };
}
