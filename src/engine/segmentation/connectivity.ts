/** Bounds on the size of a superpixel, in pixels. */
export interface SizeBounds {
  readonly minimum: number;
  readonly maximum: number;
}

const NONE = -1;

/**
 * Splits every superpixel into 4-connected parts, cuts parts at `maximum` pixels, and gives parts smaller than
 * `minimum` to the neighbour seen last in the breadth-first walk, as the SLIC authors' post-processing does.
 * @returns labels 0..n−1 in reading order
 * @see Achanta et al. 2012, section 3.2
 */
export function connected(labels: Int32Array, height: number, width: number, bounds: SizeBounds): Int32Array {
  const result = new Int32Array(labels.length).fill(NONE);
  const queue = new Int32Array(Math.max(1, bounds.maximum));
  let next = 0;
  for (let start = 0; start < labels.length; start++) {
    if (result[start] !== NONE) continue;
    const { size, neighbour } = walk(labels, result, { start, label: next, height, width, queue });
    if (size >= bounds.minimum) next++;
    else for (let i = 0; i < size; i++) result[queue[i]] = neighbour;
  }
  return result;
}

interface Walk {
  readonly start: number;
  readonly label: number;
  readonly height: number;
  readonly width: number;
  readonly queue: Int32Array;
}

/** Marks one connected part in `result`; `queue` holds its pixels afterwards. */
function walk(
  labels: Int32Array,
  result: Int32Array,
  { start, label, height, width, queue }: Walk,
): { size: number; neighbour: number } {
  const segment = labels[start];
  let neighbour = label;
  let size = 1;
  result[start] = label;
  queue[0] = start;
  for (let visited = 0; visited < size && size < queue.length; visited++) {
    const at = queue[visited];
    const x = at % width;
    for (let side = 0; side < 4 && size < queue.length; side++) {
      const pixel = beside(at, x, side, width);
      if (pixel < 0 || pixel >= height * width) continue;
      if (labels[pixel] === segment && result[pixel] === NONE) {
        result[pixel] = label;
        queue[size++] = pixel;
      } else if (result[pixel] !== NONE && result[pixel] !== label) {
        neighbour = result[pixel];
      }
    }
  }
  return { size, neighbour };
}

/** The pixel right, left, below or above; outside the image it is negative or past the end. */
function beside(at: number, x: number, side: number, width: number): number {
  if (side === 0) return x + 1 < width ? at + 1 : NONE;
  if (side === 1) return x > 0 ? at - 1 : NONE;
  return side === 2 ? at + width : at - width;
}
