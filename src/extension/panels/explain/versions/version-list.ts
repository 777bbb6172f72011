import type { ModelVersion, VersionAgainst } from '../../../../protocol/versions';

/** So many versions stand in the strip. */
const mostVersions = 200;

/** The versions in the order in which they were made. */
export function withVersion(list: readonly ModelVersion[], version: ModelVersion): readonly ModelVersion[] {
  const others = list.filter(({ id }) => id !== version.id);
  const at = others.findIndex(({ time }) => time > version.time);
  return at < 0 ? [...others, version] : [...others.slice(0, at), version, ...others.slice(at)];
}

/** The version that stands beside one; null where there is none. */
export function comparedWith(
  list: readonly ModelVersion[],
  after: string | null,
  against: VersionAgainst,
): string | null {
  const at = list.findIndex(({ id }) => id === after);
  const usable = list.filter(({ state }) => state !== 'error');
  const found =
    typeof against === 'object'
      ? list.find(({ id }) => id === against.id)
      : against === 'first'
        ? usable[0]
        : [...list.slice(0, Math.max(0, at))].reverse().find(({ state }) => state !== 'error');
  return found && found.id !== after ? found.id : null;
}

/** Those that have to go: too many, or of which nothing can be shown any more. */
export function outworn(
  list: readonly ModelVersion[],
  shown: ReadonlySet<string | null>,
  canShow: (id: string) => boolean,
): string[] {
  const idle = list.filter(({ id, state }) => !shown.has(id) && state !== 'waiting' && state !== 'running');
  const empty = idle.filter(({ id }) => !canShow(id));
  const left = idle.filter((one) => !empty.includes(one));
  const tooMany = Math.max(0, list.length - empty.length - mostVersions);
  return [...empty, ...left.slice(0, tooMany)].map(({ id }) => id);
}
