/** A regular grid of about `count` points over an image. */
export interface Lattice {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly rowStep: number;
  readonly columnStep: number;
  /** The larger step: SLIC's S. */
  readonly step: number;
}

/**
 * Points about evenly spaced in both directions: step √(area/count), starting half a step in; where one side is shorter
 * than the step, it gets one point and the other side all the rest.
 */
export function latticeOf(height: number, width: number, count: number): Lattice {
  if (height * width <= count) return lattice(height, width, 1, 1);
  const even = Math.sqrt((height * width) / count);
  if (height < even && height <= width) return lattice(height, width, height, width / count);
  if (width < even) return lattice(height, width, height / count, width);
  return lattice(height, width, even, even);
}

function lattice(height: number, width: number, down: number, across: number): Lattice {
  const rowStep = Math.max(1, halfToEven(down));
  const columnStep = Math.max(1, halfToEven(across));
  return {
    rows: points(Math.floor(down / 2), rowStep, height),
    columns: points(Math.floor(across / 2), columnStep, width),
    rowStep,
    columnStep,
    step: Math.max(rowStep, columnStep),
  };
}

function points(start: number, step: number, length: number): number[] {
  const found: number[] = [];
  for (let at = start; at < length; at += step) found.push(at);
  return found;
}

/** Rounds halves to the even neighbour, as NumPy does. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
