import type { MethodRequest } from '../../protocol/method';
import type { PredictResult } from '../../protocol/prediction';
import type { TargetRequest } from '../../protocol/explain';
import type {
  TrustCost,
  TrustDescription,
  TrustEvent,
  TrustMark,
  TrustRequest,
  TrustStrip,
} from '../../protocol/trust';
import { LensError } from '../../protocol/error';
import { costOf } from '../explanation/cost';
import { explain } from '../explanation/explanation';
import { atOwnLayer } from '../explanation/explained-target';
import { methodOf, parametersOf } from '../explanation/methods';
import { requestedTarget } from '../explanation/target';
import { namedTarget } from '../explanation/target-names';
import type { NetworkInput } from '../image/input';
import { channelSum } from '../metric/metric';
import type { OpenedModel } from '../model/opening';
import type { JobOptions } from '../session/execution';
import { floats } from '../tensor/tensor';
import { TRUST_CHECKS } from '.';
import type { TrustCheck, TrustSubject } from './mark';

/** A finished map, and which checks of it are wanted. */
export interface CheckedMap extends Pick<TrustRequest, 'request' | 'result' | 'object' | 'without' | 'mostPasses'> {
  readonly model: OpenedModel;
  readonly input: NetworkInput;
  readonly predicted: PredictResult;
  readonly asked: TargetRequest;
}

/** What every check is called, and up to where a map passes. */
export const trustDescriptions = (): TrustDescription[] => TRUST_CHECKS.map(describe);

const describe = ({ id, label, question, formula }: TrustCheck): TrustDescription => ({ id, label, question, formula });

/** Counts passes of the maps that a check makes. */
class Explanations {
  passes = 0;

  constructor(
    private readonly checked: CheckedMap,
    private readonly options: JobOptions,
  ) {}

  readonly explain: TrustSubject['explain'] = async ({ input: tensor, network, target, seedsOn = 0 }) => {
    const { model, input, asked, predicted, request } = this.checked;
    const opened = network ? { ...model, network } : model;
    const seen = tensor ? { ...input, tensor } : input;
    const { score, ...own } = await requestedTarget(opened, seen, target ?? asked, predicted, this.options);
    const again: MethodRequest = { ...request, seed: (request.seed ?? 0) + seedsOn };
    const at = atOwnLayer(again, { score, ...own });
    const { result: explained, attribution } = await explain(own.model, seen, score, at, this.options);
    this.passes += explained.forwardPasses + explained.backwardPasses;
    if (explained.stopped) throw new LensError({ code: 'cancelled', what: 'cancelled' });
    return channelSum(attribution.map);
  };
}

function subjectOf(checked: CheckedMap, explanations: Explanations): TrustSubject {
  const { model, input, asked, predicted, request, result, object } = checked;
  const method = methodOf(request.method);
  return {
    model,
    input,
    asked:
      typeof asked.target === 'string' ? { ...asked, ...namedTarget(asked.target, predicted, model.recipe) } : asked,
    predicted,
    method,
    isRandom: drawsNumbers(request),
    map: channelSum(floats([1, ...result.map.dims], result.map.data)),
    completeness: result.completeness,
    object: object?.data,
    // What a method says is its least; the map itself has shown what it takes.
    passes: Math.max(
      costOf(model.network, request).expectedPasses,
      result.forwardPasses + result.backwardPasses + result.sharedPasses,
    ),
    explain: explanations.explain,
  };
}

/** By itself, or by a choice among its parameters, such as a baseline of noise. */
function drawsNumbers({ method: id, params }: MethodRequest): boolean {
  const method = methodOf(id);
  const chosen = parametersOf(method).some(
    (parameter) =>
      parameter.kind === 'choice' &&
      parameter.choices.some(({ value, random }) => random && value === (params[parameter.name] ?? parameter.default)),
  );
  return method.random === true || chosen;
}

/**
 * The marks of a map, the cheapest first; what costs more than is wanted waits. A check that fails to run leaves no
 * mark.
 */
export async function trustOf(
  checked: CheckedMap,
  options: JobOptions,
  emit: (event: TrustEvent) => void = () => undefined,
): Promise<TrustStrip> {
  const explanations = new Explanations(checked, options);
  const subject = subjectOf(checked, explanations);
  const { without = [], mostPasses = Infinity } = checked;
  const wanted = TRUST_CHECKS.filter((check) => !without.includes(check.id) && check.applies(subject));
  const costs = wanted.map((check): TrustCost => ({ ...describe(check), expectedPasses: check.maps * subject.passes }));
  const isDear = ({ expectedPasses }: TrustCost): boolean => expectedPasses > mostPasses;
  emit({ kind: 'planned', costs });
  const marks: TrustMark[] = [];
  for (const [k, check] of wanted.entries()) {
    if (isDear(costs[k])) continue;
    explanations.passes = 0;
    const mark = { ...describe(check), ...(await check.measure(subject)), passes: explanations.passes };
    marks.push(mark);
    emit({ kind: 'mark', mark });
  }
  return { marks, waiting: costs.filter(isDear) };
}
