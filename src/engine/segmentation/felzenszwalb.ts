import { integer, number } from '../parameter/kinds';
import { Forest } from './forest';
import { consecutive } from './labels';
import { ascending } from './ordering';
import { planesOf, type Planes } from './planes';
import { defineSegmenter } from './segmenter';
import { smoothed } from './smoothing';

/**
 * Graph-based segmentation: edges of the 8-neighbour graph by growing colour difference; two segments join where the
 * edge is weaker than both segments' inner difference plus (scale/255)/size. Small segments then join a neighbour.
 */
export const felzenszwalb = defineSegmenter({
  id: 'felzenszwalb',
  label: 'Felzenszwalb',
  paper: 'Felzenszwalb and Huttenlocher 2004, Efficient graph-based image segmentation',
  params: [
    number({ name: 'scale', label: 'Scale', description: 'Higher: larger segments', default: 100, minimum: 0 }),
    number({ name: 'sigma', label: 'Smoothing', unit: 'px', default: 0.8, minimum: 0 }),
    integer({ name: 'minSize', label: 'Smallest segment', unit: 'px', default: 20, minimum: 1 }),
  ],
  segment(image, params) {
    const colours = smoothed(planesOf(image), params.sigma);
    const { height, width } = colours;
    const edges = edgesOf(colours);
    const order = ascending(edges.costs);
    const forest = new Forest(height * width);
    joinAlike(forest, edges, order, params.scale / 255);
    joinSmall(forest, edges, order, params.minSize);
    return consecutive(forest.roots(), [height, width]);
  },
});

interface Edges {
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Euclidean colour difference. */
  readonly costs: Float64Array;
}

/** Right, down, down-right and up-right neighbours, in this order, as the order decides between equal costs. */
const NEIGHBOURS = [
  { dy: 0, dx: 1 },
  { dy: 1, dx: 0 },
  { dy: 1, dx: 1 },
  { dy: 1, dx: -1 },
];

function edgesOf({ height, width, channels }: Planes): Edges {
  const count = NEIGHBOURS.reduce(
    (sum, { dy, dx }) => sum + Math.max(0, height - dy) * Math.max(0, width - Math.abs(dx)),
    0,
  );
  const edges = { from: new Int32Array(count), to: new Int32Array(count), costs: new Float64Array(count) };
  let e = 0;
  for (const { dy, dx } of NEIGHBOURS) {
    for (let y = 0; y + dy < height; y++) {
      for (let x = Math.max(0, -dx); x < width - Math.max(0, dx); x++) {
        const i = y * width + x;
        const j = i + dy * width + dx;
        let sum = 0;
        for (const plane of channels) sum += (plane[j] - plane[i]) * (plane[j] - plane[i]);
        edges.from[e] = i;
        edges.to[e] = j;
        edges.costs[e++] = Math.sqrt(sum);
      }
    }
  }
  return edges;
}

function joinAlike(forest: Forest, { from, to, costs }: Edges, order: Uint32Array, scale: number): void {
  const inner = new Float64Array(forest.sizes.length);
  for (let k = 0; k < order.length; k++) {
    const e = order[k];
    const a = forest.root(from[e]);
    const b = forest.root(to[e]);
    if (a === b) continue;
    const bound = Math.min(inner[a] + scale / forest.sizes[a], inner[b] + scale / forest.sizes[b]);
    if (costs[e] < bound) inner[forest.join(a, b)] = costs[e];
  }
}

function joinSmall(forest: Forest, { from, to }: Edges, order: Uint32Array, smallest: number): void {
  for (let k = 0; k < order.length; k++) {
    const e = order[k];
    const a = forest.root(from[e]);
    const b = forest.root(to[e]);
    if (a !== b && Math.min(forest.sizes[a], forest.sizes[b]) < smallest) forest.join(a, b);
  }
}
