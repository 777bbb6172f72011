import type { MethodRequest, MethodResult } from '../../protocol/method';
import type { TrustRequest } from '../../protocol/trust';
import type { ToolContext } from './tool';

/** A map, with what made it. */
export interface MadeMap {
  readonly request: MethodRequest;
  readonly result: MethodResult;
}

/** As under the maps of the Explain panel: checks that cost more forward passes are not made. */
const MOST_PASSES = 120;

/** Whether to believe a map: every check with its number and where it draws the line, and what was too dear. */
export async function checksOf(
  { request, result }: MadeMap,
  asked: Omit<TrustRequest, 'request' | 'result'>,
  { call }: ToolContext,
) {
  const { map, completeness, forwardPasses, backwardPasses, sharedPasses } = result;
  const checked = { map, completeness, forwardPasses, backwardPasses, sharedPasses };
  const { marks, waiting } = await call('input.trust', { ...asked, request, result: checked, mostPasses: MOST_PASSES });
  return {
    believable: marks.every(({ passed }) => passed),
    made: marks.map(({ id, label, formula, passed, value, why, passes }) => ({
      ...{ id, label, formula, passed, value },
      ...(why !== undefined && { why }),
      forward_passes: passes,
    })),
    ...(waiting.length > 0 && {
      too_dear: waiting.map(({ label, expectedPasses }) => ({ label, forward_passes: expectedPasses })),
    }),
  };
}
