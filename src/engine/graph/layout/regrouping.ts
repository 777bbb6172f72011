import type { Dimension } from '../model';
import { quotient, times } from '../shapes/dimension';
import type { AxisRole, Layout } from './role';

/** Axes of the input and of the output of a Reshape that hold the same elements. */
interface Group {
  readonly from: number[];
  readonly to: number[];
}

/** Cuts a Reshape into its smallest independent parts; undefined where symbols do not allow it. */
function regrouped(from: readonly Dimension[], to: readonly Dimension[]): Group[] | undefined {
  const groups: Group[] = [];
  let [i, j] = [0, 0];
  while (i < from.length && j < to.length) {
    const group: Group = { from: [i], to: [j] };
    let [a, b]: Dimension[] = [from[i++], to[j++]];
    while (a !== b) {
      const more = ahead(a, b);
      if (more === 'to' && j < to.length) {
        group.to.push(j);
        b = times(b, to[j++]);
      } else if (more === 'from' && i < from.length) {
        group.from.push(i);
        a = times(a, from[i++]);
      } else return undefined;
    }
    groups.push(group);
  }
  return groups;
}

/** Which side must take another axis. */
function ahead(a: Dimension, b: Dimension): 'from' | 'to' | undefined {
  if (a === null || b === null) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return a < b ? 'from' : 'to';
  if (quotient(a, b) !== undefined) return 'to';
  return quotient(b, a) !== undefined ? 'from' : undefined;
}

const isPlace = (role: AxisRole): boolean => role === 'row' || role === 'column';

/**
 * The meaning of the axes after a Reshape: channels split and join freely, rows and columns join into tokens and come
 * back. Of rows that are cut the outer axis still counts rows, and is whole again with the inner one.
 */
export function reshapedLayout(layout: Layout, from: readonly Dimension[], to: readonly Dimension[]): Layout {
  const { origin } = layout;
  if (origin?.shape === to.join()) return { roles: origin.roles, image: layout.image };
  const groups = regrouped(from, to);
  const roles = to.map((): AxisRole => null);
  if (!groups || layout.roles.length !== from.length) return { roles, image: layout.image };
  let { image } = layout;
  for (const group of groups) {
    const before = group.from
      .filter((axis) => from[axis] !== 1 || group.from.length === 1)
      .map((axis) => layout.roles[axis]);
    const after = group.to.filter((axis) => to[axis] !== 1 || group.to.length === 1);
    const [first] = after;
    if (before.length === 1 && after.length === 1) roles[first] = before[0];
    else if (before.every((role) => role === 'channel')) after.forEach((axis) => (roles[axis] = 'channel'));
    else if (before.join() === 'row,column' && after.length === 1) {
      roles[first] = 'token';
      const [rows, columns] = group.from.filter((axis) => from[axis] !== 1).map((axis) => from[axis]);
      if (typeof rows === 'number' && typeof columns === 'number') image = { rows, columns };
    } else if (before.join() === 'token' && after.length === 2) {
      const [rows, columns] = after.map((axis) => to[axis]);
      if (typeof rows === 'number' && typeof columns === 'number') {
        roles[after[0]] = 'row';
        roles[after[1]] = 'column';
      }
    } else if (before.length === 1 && isPlace(before[0])) roles[first] = before[0];
    else if (after.length === 1 && isPlace(before[0]) && !before.slice(1).some(isPlace)) roles[first] = before[0];
    else if (before[0] === 'batch' && after.length >= 1) roles[first] = 'batch';
    else if (after.length === 1) roles[first] = 'channel';
  }
  return { roles, image };
}
