import { numberAttribute, type Graph, type Node } from '../graph/model';
import { sizeOf } from '../tensor/tensor';
import { flatteningOf } from './flattening';

/** How a stored weight becomes kernels [filters, channels, height, width]. */
export interface Arrangement {
  readonly dims: readonly [filters: number, channels: number, height: number, width: number];
  /** The weight whose values they are. */
  readonly weight: string;
  /** The values in that order; the same array where they stand so already. */
  arrange(values: Float32Array): Float32Array;
}

const asStored = (values: Float32Array): Float32Array => values;

/** The kernels of a Conv, ConvTranspose, Gemm or MatMul whose weight is stored; undefined for any other node. */
export function arrangementOf(node: Node, seen: Seen): Arrangement | undefined {
  return ARRANGEMENTS.get(node.op)?.(node, seen);
}

/** Kernels of a weight without a graph: convolutions lead with their filters, and so do torch's linear layers. */
export function arrangementOfStored(weight: string, dims: readonly number[]): Arrangement | undefined {
  return dims.length < 2 || dims.length > 5 || sizeOf(dims) === 0
    ? undefined
    : { weight, dims: kernelDims(dims), arrange: asStored };
}

/** Where a node stands. */
interface Seen {
  readonly graph: Graph;
  /** The image, where the graph has its channels last. */
  readonly lastChannels: string | null;
}

type Find = (node: Node, seen: Seen) => Arrangement | undefined;

const ARRANGEMENTS: ReadonlyMap<string, Find> = new Map(
  Object.entries<Find>({
    Conv: (node, { graph }) => {
      const dims = graph.weights.get(node.inputs[1])?.dims;
      return dims && { weight: node.inputs[1], dims: kernelDims(dims), arrange: asStored };
    },
    // The weight of a transposed convolution leads with its inputs: [channels, filters/groups, …].
    ConvTranspose: (node, { graph }) => {
      const dims = graph.weights.get(node.inputs[1])?.dims;
      if (!dims) return undefined;
      const groups = numberAttribute(node, 'group', 1);
      const [channels, perGroup] = [dims[0] / groups, dims[1]];
      const size = sizeOf(dims.slice(2));
      return {
        weight: node.inputs[1],
        dims: kernelDims([perGroup * groups, channels, ...dims.slice(2)]),
        arrange: (values) => turned(values, groups, channels, perGroup, size),
      };
    },
    Gemm: (node, seen) =>
      product(node, seen, {
        transA: numberAttribute(node, 'transA', 0) === 1,
        transB: numberAttribute(node, 'transB', 0) === 1,
      }),
    MatMul: (node, seen) => product(node, seen),
  }),
);

/** One number per input and output: filters are the columns of a right factor, the rows of a left one. */
function product(
  node: Node,
  { graph, lastChannels }: Seen,
  { transA = false, transB = false } = {},
): Arrangement | undefined {
  const right = graph.weights.get(node.inputs[1]);
  const weight = node.inputs[right ? 1 : 0];
  const dims = graph.weights.get(weight)?.dims;
  if (!dims || dims.length < 2) return undefined;
  const [rows, columns] = dims.slice(-2);
  const blocks = sizeOf(dims.slice(0, -2));
  const byRow = right ? transB : !transA;
  const [filters, length] = byRow ? [rows, columns] : [columns, rows];
  const image = right && blocks === 1 ? flatteningOf(graph, node.inputs[0], length, lastChannels) : undefined;
  const inRows = byRow ? asStored : (values: Float32Array) => turned(values, blocks, length, filters, 1);
  const places = image?.places;
  return {
    weight,
    dims: [blocks * filters, ...(image?.dims ?? ([length, 1, 1] as const))],
    arrange: places ? (values) => placed(inRows(values), places) : inRows,
  };
}

/** Rows of weights with each weight at the place of its input. */
function placed(values: Float32Array, places: Int32Array): Float32Array {
  const out = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += places.length)
    for (let k = 0; k < places.length; k++) out[row + places[k]] = values[row + k];
  return out;
}

/** [filters, channels, …] with the last two axes as an image; a depth axis counts as channels. */
function kernelDims(dims: readonly number[]): [number, number, number, number] {
  const spatial = dims.slice(2);
  const [height, width] = [spatial.at(-2) ?? 1, spatial.at(-1) ?? 1];
  return [dims[0], dims[1] * sizeOf(spatial.slice(0, -2)), height, width];
}

/** Columns moved together: the cache then holds what is written beside each other. */
const BAND = 16;

/** [groups, rows, columns, size] → [groups, columns, rows, size]. */
function turned(values: Float32Array, groups: number, rows: number, columns: number, size: number): Float32Array {
  const out = new Float32Array(values.length);
  for (let g = 0; g < groups; g++) {
    const start = g * rows * columns * size;
    for (let band = 0; band < columns; band += BAND) {
      const end = Math.min(columns, band + BAND);
      for (let r = 0; r < rows; r++) {
        for (let c = band; c < end; c++) {
          const from = start + (r * columns + c) * size;
          const to = start + (c * rows + r) * size;
          for (let i = 0; i < size; i++) out[to + i] = values[from + i];
        }
      }
    }
  }
  return out;
}
