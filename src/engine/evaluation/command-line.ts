import type { EvaluationRequest } from '../../protocol/evaluation';
import type { DeviceChoice } from '../../protocol/model';
import { shellCommand } from '../../protocol/shell-command';
import { NONE } from './notation';
import type { Plan } from './plan';

interface Runtime {
  readonly device: DeviceChoice;
  readonly threads: number;
}

/** The command line that gives the same files, with every default that was changed. */
export const commandLine = (request: EvaluationRequest, plan: Plan, runtime: Runtime): string =>
  shellCommand(commandWords(request, plan, runtime));

/** Its words. */
export function commandWords(request: EvaluationRequest, plan: Plan, runtime: Runtime): string[] {
  const option = (name: string, value: string | undefined): string[] =>
    value === undefined || value === '' ? [] : [`--${name}`, value];
  return [
    'saliency-lens',
    'evaluate',
    request.folder,
    ...request.models.flatMap((model) => option('model', model)),
    ...option('methods', plan.methods.map(({ notation }) => notation).join()),
    ...option('metrics', plan.metrics.map(({ name }) => name).join() || (plan.methods.length > 0 ? NONE : undefined)),
    ...option('pairs', plan.comparisons.map(({ id }) => id).join()),
    ...option('seed', String(plan.seed)),
    ...option('target', plan.target === 'predicted' ? undefined : plan.target),
    ...option('boxes', request.boxes === undefined ? undefined : String(request.boxes)),
    ...option('which-boxes', plan.whichBoxes === 'confident' ? undefined : plan.whichBoxes),
    ...option('score-threshold', plan.thresholds.scoreThreshold?.toString()),
    ...option('overlap-threshold', plan.thresholds.overlapThreshold?.toString()),
    ...option('limit', request.limit === undefined ? undefined : String(request.limit)),
    ...option('labelling', request.labelling),
    ...option('device', runtime.device === 'auto' ? undefined : runtime.device),
    ...option('threads', runtime.threads === 0 ? undefined : String(runtime.threads)),
    ...option('out', request.out),
  ];
}
