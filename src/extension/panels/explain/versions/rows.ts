import { cardIdOf } from '../../../../protocol/cards';
import type { FloatMap } from '../../../../protocol/raster';
import type { MapChange, PredictionChange, VersionRow } from '../../../../protocol/versions';
import type { VersionPlan } from './plan';
import type { ImageResult, VersionResult } from './results';

/** Of each version, so many of its likeliest classes are told. */
const likeliest = 4;

/** What two versions say of every pinned image, side by side. */
export function versionRows(
  plan: VersionPlan,
  before: VersionResult | undefined,
  after: VersionResult | undefined,
): VersionRow[] {
  return plan.inputs.map(({ uri }) => {
    const [old, now] = [before?.get(uri), after?.get(uri)];
    const target = plan.targetOf(uri);
    return {
      uri,
      explained: target === null ? null : (plan.labels.get(target) ?? String(target)),
      link: (now ?? old)?.link,
      changes: changesOf(plan, uri, old, now),
      maps: Object.fromEntries(plan.cards.map(({ key }) => [cardIdOf(key), mapsOf(cardIdOf(key), old, now)])),
      error: now?.error ?? null,
    };
  });
}

function changesOf(plan: VersionPlan, uri: string, old?: ImageResult, now?: ImageResult): PredictionChange[] {
  const truth = plan.truthOf(uri);
  const known = [...plan.labels].filter(([, label]) => label === truth).map(([index]) => index);
  const target = plan.targetOf(uri);
  const classes = new Set([...best(now), ...best(old), ...known, ...(target === null ? [] : [target])]);
  const saidOf = (result: ImageResult | undefined, index: number): number | null => {
    const value = result?.said[index];
    return value === undefined || Number.isNaN(value) ? null : value;
  };
  return [...classes].map((index) => ({
    index,
    label: plan.labels.get(index) ?? String(index),
    before: saidOf(old, index),
    after: saidOf(now, index),
  }));
}

/** The likeliest classes; of estimates, which have no order, the first. */
function best(result: ImageResult | undefined): number[] {
  if (!result) return [];
  const all = [...result.said.keys()].filter((index) => !Number.isNaN(result.said[index]));
  if (result.link !== 'identity') all.sort((a, b) => result.said[b] - result.said[a]);
  return all.slice(0, likeliest);
}

function mapsOf(card: string, old?: ImageResult, now?: ImageResult): MapChange {
  const [before, after] = [old?.maps.get(card), now?.maps.get(card)];
  const mapOf = (one: typeof before): FloatMap | null => (one && 'data' in one ? one : null);
  const failed = [after, before].find((one) => one && 'code' in one);
  return { before: mapOf(before), after: mapOf(after), error: failed && 'code' in failed ? failed : null };
}
