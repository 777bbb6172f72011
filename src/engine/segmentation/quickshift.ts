import { integer, number } from '../parameter/kinds';
import { labOf } from './lab';
import { consecutive } from './labels';
import { coloured, planesOf, scaled, type Planes } from './planes';
import { defineSegmenter } from './segmenter';
import { smoothed } from './smoothing';
import { tieBreakers } from './tie-breakers';

/**
 * Quickshift: every pixel is linked to the nearest pixel of higher density in (y, x, ratio·Lab); links longer than
 * `maxDistance` are cut and the trees that remain are the segments. The window reaches 3 kernel sizes.
 */
export const quickshift = defineSegmenter({
  id: 'quickshift',
  label: 'Quickshift',
  paper: 'Vedaldi and Soatto 2008, Quick shift and kernel methods for mode seeking',
  params: [
    number({
      name: 'kernelSize',
      label: 'Kernel size',
      description: 'Width of the density estimate',
      unit: 'px',
      default: 4,
      minimum: 1,
      maximum: 30,
    }),
    number({
      name: 'maxDistance',
      label: 'Largest distance',
      description: 'Longer links are cut',
      default: 200,
      minimum: 0,
    }),
    number({ name: 'ratio', label: 'Colour against place', default: 0.2, minimum: 0, maximum: 1 }),
    number({ name: 'sigma', label: 'Smoothing', unit: 'px', default: 0, minimum: 0, advanced: true }),
    integer({
      name: 'seed',
      label: 'Seed',
      description: 'Breaks ties between equal densities',
      default: 0,
      minimum: 0,
      advanced: true,
    }),
  ],
  segment(image, params, draws) {
    const { kernelSize } = params;
    const lab = smoothed(labOf(coloured(planesOf(image))), params.sigma);
    const features = scaled(lab, params.ratio);
    const densities = densitiesOf(features, kernelSize);
    const noise = draws.densityNoise?.data ?? tieBreakers(densities.length, params.seed);
    for (let i = 0; i < densities.length; i++) densities[i] += Number(noise[i]);
    const parents = parentsOf(features, densities, {
      reach: Math.ceil(3 * kernelSize),
      longest: params.maxDistance,
    });
    return consecutive(rootsOf(parents), [features.height, features.width]);
  },
});

/** Below this exponent a term is lost beside the pixel's own weight of 1 in double precision. */
const NEGLIGIBLE = -38;

/** Sum over the window of exp(−distance²/(2·kernelSize²)); each pair is computed once for both its pixels. */
function densitiesOf(features: Planes, kernelSize: number): Float64Array {
  const {
    height,
    width,
    channels: [first, second, third],
  } = features;
  const reach = Math.ceil(3 * kernelSize);
  const scale = -0.5 / (kernelSize * kernelSize);
  const densities = new Float64Array(height * width).fill(1);
  for (let dy = 0; dy <= reach; dy++) {
    for (let dx = dy === 0 ? 1 : -reach; dx <= reach; dx++) {
      const place = dx * dx + dy * dy;
      if (place * scale < NEGLIGIBLE) continue;
      const shift = dy * width + dx;
      const left = Math.max(0, -dx);
      const right = Math.min(width, width - dx);
      for (let y = 0; y + dy < height; y++) {
        for (let i = y * width + left, end = y * width + right; i < end; i++) {
          const d0 = first[i] - first[i + shift];
          const d1 = second[i] - second[i + shift];
          const d2 = third[i] - third[i + shift];
          const exponent = (d0 * d0 + d1 * d1 + d2 * d2 + place) * scale;
          if (exponent < NEGLIGIBLE) continue;
          const weight = Math.exp(exponent);
          densities[i] += weight;
          densities[i + shift] += weight;
        }
      }
    }
  }
  return densities;
}

interface Offset {
  readonly dy: number;
  readonly dx: number;
  readonly place: number;
}

/** The nearest pixel of higher density within the window, or the pixel itself where none is near enough. */
function parentsOf(
  features: Planes,
  densities: Float64Array,
  { reach, longest }: { reach: number; longest: number },
): Int32Array {
  const {
    height,
    width,
    channels: [first, second, third],
  } = features;
  const offsets = byPlace(reach);
  const parents = Int32Array.from(densities, (_, i) => i);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      let closest = Infinity;
      for (const { dy, dx, place } of offsets) {
        // Offsets come by growing distance in the plane, and colour only adds to it.
        if (place > closest) break;
        if (y + dy < 0 || y + dy >= height || x + dx < 0 || x + dx >= width) continue;
        const j = i + dy * width + dx;
        if (!(densities[j] > densities[i])) continue;
        const d0 = first[i] - first[j];
        const d1 = second[i] - second[j];
        const d2 = third[i] - third[j];
        const distance = d0 * d0 + d1 * d1 + d2 * d2 + place;
        // Of equally near pixels the first in reading order wins.
        if (distance < closest || (distance === closest && j < parents[i])) {
          closest = distance;
          parents[i] = j;
        }
      }
      if (Math.sqrt(closest) > longest) parents[i] = i;
    }
  }
  return parents;
}

function byPlace(reach: number): Offset[] {
  const offsets: Offset[] = [];
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) if (dx || dy) offsets.push({ dy, dx, place: dx * dx + dy * dy });
  }
  return offsets.sort((a, b) => a.place - b.place);
}

/** Where the links of each pixel end. */
function rootsOf(parents: Int32Array): Int32Array {
  const roots = parents.slice();
  for (let i = 0; i < roots.length; i++) {
    let root = i;
    while (roots[root] !== root) root = roots[root];
    for (let at = i; at !== root;) {
      const next = roots[at];
      roots[at] = root;
      at = next;
    }
  }
  return roots;
}
