import type { ParameterValues } from '../../protocol/parameter';
import type { Attribution, AttributionMethod, MethodContext } from '../attribution/method';
import { fingerprint } from '../attribution/masking/fingerprint';
import type { Network } from '../session/network';
import { floats } from '../tensor/tensor';
import { filterParameter } from './filter';

/** Floats kept per network: 64 MB. */
const MOST = 1 << 24;

interface MadeMap {
  readonly attribution: Attribution;
  /** The strength of the filter it was made for. */
  readonly filter: unknown;
  readonly passes: number;
  readonly size: number;
}

const madeMaps = new WeakMap<Network, Map<string, MadeMap>>();

/**
 * The map before the filter: the one made for another strength of it, or a new one. Asked for the same strength again,
 * it is made again, because that is what running again means. Maps with warnings, which may rest on fewer samples than
 * asked for, are not kept.
 */
export async function unfiltered(
  method: AttributionMethod,
  context: MethodContext<ParameterValues>,
): Promise<Attribution> {
  const { network, execution } = context;
  const known = madeMaps.get(network) ?? new Map<string, MadeMap>();
  madeMaps.set(network, known);
  const { [filterParameter.name]: filter, ...params } = context.params;
  const key = keyOf(method, context, params);
  const found = known.get(key);
  if (found && found.filter !== filter) {
    execution.spent.shared += found.passes;
    return found.attribution;
  }
  known.delete(key);
  const attribution = await method.run(context);
  const { forward, backward } = execution.spent;
  if (!attribution.warnings?.length)
    keep(known, key, { attribution, filter, passes: forward + backward, size: sizeOfAll(attribution) });
  return attribution;
}

function keyOf(
  { id }: AttributionMethod,
  { input, score, layer, draws }: MethodContext<ParameterValues>,
  params: ParameterValues,
): string {
  const arrays = score.mask ? [input, floats([score.mask.length], score.mask)] : [input];
  return JSON.stringify([id, params, layer, draws.seed, score.index, score.kind, fingerprint(...arrays)]);
}

/** Puts one more down; the oldest make room. */
function keep(known: Map<string, MadeMap>, key: string, entry: MadeMap): void {
  known.set(key, entry);
  let total = 0;
  for (const { size } of known.values()) total += size;
  for (const [oldest, { size }] of known) {
    if (total <= MOST) return;
    total -= size;
    known.delete(oldest);
  }
}

function sizeOfAll({ map, standardError, details }: Attribution): number {
  const arrays = [map, standardError, ...Object.values(details ?? {})];
  return arrays.reduce<number>((sum, one) => sum + (typeof one === 'object' && 'data' in one ? one.data.length : 0), 0);
}
