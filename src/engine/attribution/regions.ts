import type { LabelMap } from '../segmentation';

/** The positions of one region, ascending. */
export type Region = Int32Array;

/** The regions of a label map [H, W] (or [L]), each grown by a disc of the given radius. */
export function dilatedRegions(labels: LabelMap, radius: number): Region[] {
  const [height, width] = labels.dims.length === 2 ? labels.dims : [1, labels.dims[0]];
  const count = labels.data.reduce((a, b) => Math.max(a, b), -1) + 1;
  const members: Set<number>[] = Array.from({ length: count }, () => new Set());
  const disc = offsetsWithin(radius);
  labels.data.forEach((label, p) => {
    const [y, x] = [Math.floor(p / width), p % width];
    members[label].add(p);
    if (!onBorder(labels, p, width)) return;
    for (const [dy, dx] of disc) {
      if (y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width) members[label].add(p + dy * width + dx);
    }
  });
  return members.map((set) => Int32Array.from(set).sort());
}

/** Only a region's border can reach what lies outside it. */
function onBorder({ data }: LabelMap, p: number, width: number): boolean {
  const neighbours = [p % width > 0 ? p - 1 : p, p % width < width - 1 ? p + 1 : p, p - width, p + width];
  return neighbours.some((q) => q >= 0 && q < data.length && data[q] !== data[p]);
}

function offsetsWithin(radius: number): [number, number][] {
  const offsets: [number, number][] = [];
  for (let dy = -radius; dy <= radius; dy++) for (let dx = -radius; dx <= radius; dx++) if (dy * dy + dx * dx <= radius * radius) offsets.push([dy, dx]);
  return offsets;
}

/**
 * Takes, again and again, the region whose not yet taken positions have the highest mean value; these positions get that mean.
 * Regions that would add fewer than `least` positions are dropped; what no region takes gets its own mean.
 */
export function rankedRegions(values: Float64Array, regions: readonly Region[], least: number): Float64Array {
  const result = new Float64Array(values.length);
  const taken = new Uint8Array(values.length);
  const assign = (positions: readonly number[], value: number) => positions.forEach((p) => {
    result[p] = value;
    taken[p] = 1;
  });
  let rest = regions.map((region) => ({ region, ...remaining(values, region, taken) }));
  for (;;) {
    rest = rest.filter(({ positions }) => positions.length >= least);
    if (rest.length === 0) break;
    const best = rest.reduce((a, b) => (b.mean > a.mean ? b : a));
    assign(best.positions, best.mean);
    rest = rest.filter((entry) => entry !== best).map((entry) => ({ ...entry, ...remaining(values, entry.region, taken) }));
  }
  const left = remaining(values, Int32Array.from(values.keys()), taken);
  assign(left.positions, left.mean);
  return result;
}

function remaining(values: Float64Array, region: Region, taken: Uint8Array): { positions: number[]; mean: number } {
  const positions: number[] = [];
  let sum = 0;
  for (const p of region) {
    if (taken[p]) continue;
    positions.push(p);
    sum += values[p];
  }
  return { positions, mean: positions.length > 0 ? sum / positions.length : 0 };
}
