import type { RequestCost } from '../../protocol/method';
import type { MethodCost } from '../../protocol/explain-document';

/** What the requests of each method cost together: those that share a logit cache as much as the dearest. */
export function sumsOf(costs: readonly RequestCost[]): MethodCost[] {
  const dearest = new Map<string, RequestCost>();
  for (const cost of costs)
    if (cost.expectedPasses >= (dearest.get(cost.logitCache)?.expectedPasses ?? 0)) dearest.set(cost.logitCache, cost);
  const sums = new Map<string, MethodCost>();
  for (const { method, expectedPasses, unavailable } of dearest.values()) {
    sums.set(method, { method, expectedPasses: expectedPasses + (sums.get(method)?.expectedPasses ?? 0), unavailable });
  }
  return [...sums.values()];
}

/** What each method costs under several models together: one that only some of them refuse is made under the others. */
export function underAll(costs: readonly (readonly MethodCost[])[]): MethodCost[] {
  const methods = new Set(costs.flat().map(({ method }) => method));
  return [...methods].map((method) => {
    const own = costs.flat().filter((cost) => cost.method === method);
    const possible = own.filter(({ unavailable }) => unavailable === undefined);
    const expectedPasses = possible.reduce((sum, cost) => sum + cost.expectedPasses, 0);
    return { method, expectedPasses, ...(possible.length === 0 && { unavailable: own[0].unavailable }) };
  });
}
