import type { MethodRequest } from '../../protocol/method';
import type { ParameterValues } from '../../protocol/parameter';
import type { CompleteRecipe } from '../../protocol/recipe';
import { Draws } from '../attribution/draws';
import type { MethodContext } from '../attribution/method';
import type { NetworkInput } from '../image/input';
import { completed } from '../parameter/values';
import { Execution, type JobOptions } from '../session/execution';
import type { Network } from '../session/network';
import type { Score } from '../session/score';
import type { Tensor } from '../tensor/tensor';
import { refusal } from './capability';
import { givenFiles } from './given-files';
import { methodOf, parametersOf } from './methods';

/** Which number of which network is explained, for which input. */
export interface ExplainedScore {
  readonly model: {
    readonly network: Network;
    /** How files named by parameters are preprocessed; absent where arrays are given as draws instead. */
    readonly recipe?: CompleteRecipe;
  };
  readonly input: Pick<NetworkInput, 'tensor' | 'levels'>;
  readonly score: Score;
}

export interface ContextOptions extends JobOptions {
  /** Arrays in place of random draws, a baseline or segments, by name. */
  readonly draws?: Readonly<Record<string, Tensor>>;
  readonly report?: MethodContext['report'];
}

/**
 * What a method is run with: the one place that turns a request into it, so that every map of a number, wherever it is
 * shown, is made from the same score and parameters.
 * @throws LensError when there is no such method, a parameter or a file of it is wrong, or the network is closed to it
 */
export async function methodContext(
  { model: { network, recipe }, input, score }: ExplainedScore,
  request: Omit<MethodRequest, 'params'> & { readonly params: Readonly<Record<string, unknown>> },
  { draws, signal, lane, report = () => undefined }: ContextOptions = {},
): Promise<MethodContext<ParameterValues>> {
  const method = methodOf(request.method);
  const refused = refusal(method, network);
  if (refused) throw refused;
  const params = completed(parametersOf(method), request.params);
  return {
    network,
    input: input.tensor,
    levels: input.levels,
    score,
    params,
    layer: request.layer,
    draws: new Draws(request.seed ?? 0, draws),
    files: { ...draws, ...(recipe && (await givenFiles({ network, recipe }, params))) },
    execution: new Execution(signal, lane),
    report,
  };
}
