import { boolean, integer, number } from '../parameter/kinds';
import { connected } from './connectivity';
import { labOf } from './lab';
import { consecutive } from './labels';
import { planesOf, scaled, stretched, type Planes } from './planes';
import { latticeOf } from './lattice';
import { defineSegmenter } from './segmenter';
import { smoothed } from './smoothing';

const ITERATIONS = 10;

/**
 * SLIC superpixels: k-means over (y, x, L, a, b), each centre looking only at pixels within two grid steps.
 * Distance² = (Δy² + Δx²)/S² + ‖ΔLab‖²/compactness², as scikit-image 0.19.
 */
export const slic = defineSegmenter({
  id: 'slic',
  label: 'SLIC',
  paper: 'Achanta et al. 2012, SLIC superpixels compared to state-of-the-art superpixel methods',
  params: [
    integer({
      name: 'segments',
      label: 'Segments',
      description: 'About how many',
      default: 50,
      minimum: 1,
      maximum: 10000,
    }),
    number({
      name: 'compactness',
      label: 'Compactness',
      description: 'Higher: squarer segments',
      default: 10,
      minimum: 1e-6,
    }),
    number({ name: 'sigma', label: 'Smoothing', unit: 'px', default: 0, minimum: 0, advanced: true }),
    boolean({ name: 'enforceConnectivity', label: 'Connected segments', default: true, advanced: true }),
  ],
  segment(image, params) {
    const count = params.segments;
    const colours = stretched(planesOf(image));
    const lab = smoothed(colours.channels.length === 3 ? labOf(colours) : colours, params.sigma);
    const features = scaled(lab, 1 / params.compactness);
    const { height, width } = features;
    const centres = startingCentres(height, width, count);
    const labels = cluster(features, centres, latticeOf(height, width, count).step);
    if (!params.enforceConnectivity) return consecutive(labels, [height, width]);
    const usual = (height * width) / centres.length;
    const bounds = { minimum: Math.floor(0.5 * usual), maximum: Math.floor(3 * usual) };
    return consecutive(connected(labels, height, width, bounds), [height, width]);
  },
});

/** Row, column and three features of one cluster. */
type Centre = [y: number, x: number, first: number, second: number, third: number];

function startingCentres(height: number, width: number, count: number): Centre[] {
  const { rows, columns } = latticeOf(height, width, count);
  return rows.flatMap((y) => columns.map((x): Centre => [y, x, 0, 0, 0]));
}

/** The pixels within two grid steps of a centre, ends excluded. */
interface Window {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** What the assignment of pixels works on: three feature planes, and the nearest cluster so far with its distance. */
interface Field {
  readonly height: number;
  readonly width: number;
  readonly planes: readonly Float64Array[];
  readonly labels: Int32Array;
  readonly distances: Float64Array;
  /** 1/S². */
  readonly weight: number;
}

function cluster({ height, width, channels }: Planes, centres: Centre[], step: number): Int32Array {
  // A grey image has two empty channels, so that one loop serves both.
  const empty = new Float64Array(height * width);
  const planes = [0, 1, 2].map((c) => channels[c] ?? empty);
  const { rowStep, columnStep } = latticeOf(height, width, centres.length);
  const field = {
    height,
    width,
    planes,
    labels: new Int32Array(height * width),
    distances: new Float64Array(height * width),
    weight: 1 / (step * step),
  };
  field.distances.fill(Infinity);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const windows = centres.map(([y, x]): Window => ({
      top: Math.trunc(Math.max(y - 2 * rowStep, 0)),
      bottom: Math.trunc(Math.min(y + 2 * rowStep + 1, height)),
      left: Math.trunc(Math.max(x - 2 * columnStep, 0)),
      right: Math.trunc(Math.min(x + 2 * columnStep + 1, width)),
    }));
    if (iteration > 0) resume(field, centres, windows);
    centres.forEach((centre, k) => assign(field, centre, windows[k], k));
    recentre(planes, width, field.labels, centres);
  }
  return field.labels;
}

/**
 * Starts every pixel at its distance to the cluster it had: that is nearly the smallest, and rules out most others at
 * once.
 */
function resume(
  { height, width, planes: [first, second, third], labels, distances, weight }: Field,
  centres: readonly Centre[],
  windows: readonly Window[],
): void {
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const window = windows[labels[i]];
      const centre = centres[labels[i]];
      const dy = centre[0] - y;
      const dx = centre[1] - x;
      const place = (dy * dy + dx * dx) * weight;
      const d0 = first[i] - centre[2];
      const d1 = second[i] - centre[3];
      const d2 = third[i] - centre[4];
      const within = y >= window.top && y < window.bottom && x >= window.left && x < window.right;
      distances[i] = within ? place + (d0 * d0 + d1 * d1 + d2 * d2) : Infinity;
    }
  }
}

/** Gives to cluster `k` the pixels in its window that are nearer to it, or as near with a smaller number. */
function assign(
  { width, planes: [first, second, third], labels, distances, weight }: Field,
  [cy, cx, c0, c1, c2]: Centre,
  { top, bottom, left, right }: Window,
  k: number,
): void {
  for (let y = top; y < bottom; y++) {
    const dy = (cy - y) * (cy - y);
    for (let x = left, i = y * width + left; x < right; x++, i++) {
      const place = (dy + (cx - x) * (cx - x)) * weight;
      // The colour can only add to the distance.
      if (place > distances[i]) continue;
      const d0 = first[i] - c0;
      const d1 = second[i] - c1;
      const d2 = third[i] - c2;
      const distance = place + (d0 * d0 + d1 * d1 + d2 * d2);
      if (distance < distances[i] || (distance === distances[i] && k < labels[i])) {
        distances[i] = distance;
        labels[i] = k;
      }
    }
  }
}

/** Moves every centre to the mean of its pixels; one that lost all its pixels stays. */
function recentre(
  [first, second, third]: readonly Float64Array[],
  width: number,
  labels: Int32Array,
  centres: Centre[],
): void {
  const sums = new Float64Array(centres.length * 6);
  for (let i = 0, x = 0, y = 0; i < labels.length; i++) {
    const at = labels[i] * 6;
    sums[at] += y;
    sums[at + 1] += x;
    sums[at + 2] += first[i];
    sums[at + 3] += second[i];
    sums[at + 4] += third[i];
    sums[at + 5]++;
    if (++x === width) {
      x = 0;
      y++;
    }
  }
  centres.forEach((centre, k) => {
    const size = sums[k * 6 + 5];
    for (let f = 0; f < 5 && size > 0; f++) centre[f] = sums[k * 6 + f] / size;
  });
}
