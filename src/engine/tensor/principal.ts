const MOST_ITERATIONS = 20000;
/** Change of the unit vector in one iteration; with a spectral gap of a thousandth the error is then 1e-7. */
const CONVERGED = 1e-10;

/**
 * The first principal component of rows × columns data, as scores per row: M v with M the data less its column means
 * and v the first right singular vector. The sign is the one in which the scores correlate with the rows' sums.
 * Power iteration on the smaller Gram matrix, in double precision.
 */
export function firstComponent(data: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const centred = columnsCentred(data, rows, columns);
  const scores = rows <= columns ? scaledLeft(centred, rows, columns) : projected(centred, rows, columns);
  let agreement = 0;
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) agreement += scores[r] * data[r * columns + c];
  return agreement < 0 ? scores.map((v) => -v) : scores;
}

function columnsCentred(data: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const centred = Float64Array.from(data);
  for (let c = 0; c < columns; c++) {
    let mean = 0;
    for (let r = 0; r < rows; r++) mean += centred[r * columns + c];
    mean /= rows;
    for (let r = 0; r < rows; r++) centred[r * columns + c] -= mean;
  }
  return centred;
}

/** σ u: the eigenvector u of M Mᵀ times the singular value. */
function scaledLeft(m: Float64Array, rows: number, columns: number): Float64Array {
  const { vector, value } = dominant(gram(m, rows, columns, columns, 1), rows);
  return vector.map((u) => u * Math.sqrt(value));
}

/** M v with v the eigenvector of Mᵀ M. */
function projected(m: Float64Array, rows: number, columns: number): Float64Array {
  const { vector } = dominant(gram(m, columns, rows, 1, columns), columns);
  const scores = new Float64Array(rows);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) scores[r] += m[r * columns + c] * vector[c];
  return scores;
}

/** Inner products of `count` lines of `length` elements; line i begins at i · lineStep, its elements lie `step` apart. */
function gram(m: Float64Array, count: number, length: number, lineStep: number, step: number): Float64Array {
  const products = new Float64Array(count * count);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < length; k++) sum += m[i * lineStep + k * step] * m[j * lineStep + k * step];
      products[i * count + j] = products[j * count + i] = sum;
    }
  }
  return products;
}

/** The largest eigenvalue of a positive semidefinite matrix, and its vector of length 1. */
function dominant(matrix: Float64Array, size: number): { vector: Float64Array; value: number } {
  let vector = Float64Array.from({ length: size }, (_, i) => 1 + ((i * 0.6180339887) % 1));
  let value = 0;
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const next = new Float64Array(size);
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) next[i] += matrix[i * size + j] * vector[j];
    value = Math.hypot(...next);
    if (value === 0) return { vector: next, value };
    let change = 0;
    for (let i = 0; i < size; i++) {
      next[i] /= value;
      change += (next[i] - vector[i]) ** 2;
    }
    vector = next;
    if (change < CONVERGED ** 2 * size) break;
  }
  return { vector, value };
}
