const MOST_ITERATIONS = 20000;
/** Matrices up to this size are squared first: a few products then save many iterations. */
const SQUARED_UP_TO = 128;
const SQUARINGS = 6;
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
  const stepper = size <= SQUARED_UP_TO ? squared(matrix, size, SQUARINGS) : matrix;
  let vector = unit(Float64Array.from({ length: size }, (_, i) => 1 + ((i * 0.6180339887) % 1)));
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    const next = unit(product(stepper, vector, size));
    const change = next.reduce((sum, v, i) => sum + (v - vector[i]) ** 2, 0);
    vector = next;
    if (change < CONVERGED ** 2 * size) break;
  }
  const value = product(matrix, vector, size).reduce((sum, v, i) => sum + v * vector[i], 0);
  return { vector, value };
}

/** The matrix to the power 2^times, brought to a peak of 1 each time: one step with it is as good as 2^times steps. */
function squared(matrix: Float64Array, size: number, times: number): Float64Array {
  let current = matrix;
  for (let time = 0; time < times; time++) {
    const next = gram(current, size, size, size, 1);
    const peak = next.reduce((most, v) => Math.max(most, Math.abs(v)), 0) || 1;
    current = next.map((v) => v / peak);
  }
  return current;
}

function product(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j];
    result[i] = sum;
  }
  return result;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.sqrt(vector.reduce((sum, v) => sum + v * v, 0)) || 1;
  return vector.map((v) => v / length);
}
