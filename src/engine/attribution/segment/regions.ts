import type { LabelMap } from '../../segmentation';

/** The positions of one region, ascending. */
export type Region = Int32Array;

/** The regions of a label map [H, W] (or [L]), each grown by a disc of the given radius. */
export function dilatedRegions(labels: LabelMap, radius: number): Region[] {
  const [height, width] = labels.dims.length === 2 ? labels.dims : [1, labels.dims[0]];
  const count = labels.data.reduce((a, b) => Math.max(a, b), -1) + 1;
  const own: number[][] = Array.from({ length: count }, () => []);
  labels.data.forEach((label, p) => own[label].push(p));
  const disc = offsetsWithin(radius);
  const seenBy = new Int32Array(labels.data.length).fill(-1);
  return own.map((positions, label) => {
    const members = [...positions];
    positions.forEach((p) => (seenBy[p] = label));
    for (const p of positions) {
      if (!onBorder(labels, p, width)) continue;
      const [y, x] = [Math.floor(p / width), p % width];
      for (const [dy, dx] of disc) {
        const q = p + dy * width + dx;
        if (y + dy < 0 || y + dy >= height || x + dx < 0 || x + dx >= width || seenBy[q] === label) continue;
        seenBy[q] = label;
        members.push(q);
      }
    }
    return Int32Array.from(members).sort();
  });
}

/** Only a region's border can reach what lies outside it. */
function onBorder({ data }: LabelMap, p: number, width: number): boolean {
  const neighbours = [p % width > 0 ? p - 1 : p, p % width < width - 1 ? p + 1 : p, p - width, p + width];
  return neighbours.some((q) => q >= 0 && q < data.length && data[q] !== data[p]);
}

function offsetsWithin(radius: number): [number, number][] {
  const offsets: [number, number][] = [];
  for (let dy = -radius; dy <= radius; dy++)
    for (let dx = -radius; dx <= radius; dx++) if (dy * dy + dx * dx <= radius * radius) offsets.push([dy, dx]);
  return offsets;
}

/**
 * Takes, again and again, the region whose not yet taken positions have the highest mean value; these positions get
 * that mean. Regions that would add fewer than `least` positions are dropped; what no region takes gets its own mean.
 */
export function rankedRegions(values: Float64Array, regions: readonly Region[], least: number): Float64Array {
  const result = new Float64Array(values.length);
  const taken = new Uint8Array(values.length);
  const holders = holdersOf(values.length, regions);
  const sums = regions.map((region) => region.reduce((sum, p) => sum + values[p], 0));
  const counts = regions.map((region) => region.length);
  const take = (positions: Int32Array, mean: number): void => {
    for (const p of positions) {
      result[p] = mean;
      taken[p] = 1;
      for (const holder of holders(p)) {
        sums[holder] -= values[p];
        counts[holder]--;
      }
    }
  };
  const free = (region: Region): Int32Array => region.filter((p) => !taken[p]);
  for (;;) {
    const best = bestMean(sums, counts, Math.max(1, least));
    if (best < 0) break;
    take(free(regions[best]), sums[best] / counts[best]);
  }
  const rest = free(Int32Array.from(values.keys()));
  take(rest, rest.reduce((sum, p) => sum + values[p], 0) / rest.length);
  return result;
}

/** The region with the highest mean among those with enough positions left; -1 where none has. */
function bestMean(sums: readonly number[], counts: readonly number[], least: number): number {
  let best = -1;
  for (let k = 0; k < sums.length; k++) {
    if (counts[k] >= least && (best < 0 || sums[k] / counts[k] > sums[best] / counts[best])) best = k;
  }
  return best;
}

/** Which regions hold each position, in one array with the start of each position's list. */
function holdersOf(size: number, regions: readonly Region[]): (position: number) => Int32Array {
  const starts = new Int32Array(size + 1);
  for (const region of regions) for (const p of region) starts[p + 1]++;
  for (let p = 0; p < size; p++) starts[p + 1] += starts[p];
  const next = starts.slice();
  const lists = new Int32Array(starts[size]);
  regions.forEach((region, k) => region.forEach((p) => (lists[next[p]++] = k)));
  return (position) => lists.subarray(starts[position], starts[position + 1]);
}
