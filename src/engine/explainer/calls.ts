import type { EngineCalls } from '../../protocol/engine';
import type { ExplainerCalls } from '../../protocol/explainer';
import type { Models } from '../model/open-models';
import type { Lane } from '../session/execution';
import { estimateExplainer } from './estimate';
import { learnExplainer } from './job';

type ExplainerAnswers = {
  readonly [N in keyof ExplainerCalls]: (
    args: ExplainerCalls[N]['arguments'],
    emit: (event: EngineCalls[N]['event']) => void,
    signal: AbortSignal,
  ) => Promise<EngineCalls[N]['answer']>;
};

/** Where calls wait: behind none but interactive ones, or behind all. */
interface Lanes {
  readonly background: Lane;
  interactively<T>(work: (lane: Lane) => Promise<T>): Promise<T>;
}

/** Answers of the calls about learned explainers. */
export const explainerAnswers = (models: Models, lanes: Lanes): ExplainerAnswers => ({
  'explainer.estimate': ({ model, request }, _, signal) =>
    lanes.interactively(async (lane) => estimateExplainer(await models.open(model), request, { signal, lane })),
  'explainer.learn': async ({ model, request }, progress, signal) =>
    learnExplainer(await models.open(model), request, { signal, lane: lanes.background, progress }),
});
