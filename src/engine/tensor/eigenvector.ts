const MOST_ITERATIONS = 20000;
/**
 * A matrix of at most this size is squared whenever so many steps have not sufficed: a few products then save thousands
 * of steps.
 */
const SQUARED_UP_TO = 256;
const STEPS_BETWEEN_SQUARINGS = 16;
/** Change of the unit vector in one step; with a spectral gap of a thousandth the error is then 1e-7. */
const CONVERGED = 1e-10;

/**
 * The largest eigenvalue of a positive semidefinite matrix [size, size], and its vector of length 1: power iteration in
 * double precision.
 */
export function leadingEigenvector(matrix: Float64Array, size: number): { vector: Float64Array; value: number } {
  let stepper = matrix;
  let vector = unit(Float64Array.from({ length: size }, (_, i) => 1 + ((i * 0.6180339887) % 1)));
  for (let step = 1; step <= MOST_ITERATIONS; step++) {
    const next = unit(product(stepper, vector, size));
    const change = distance(next, vector);
    vector = next;
    if (change < CONVERGED ** 2 * size) break;
    if (step % STEPS_BETWEEN_SQUARINGS === 0 && size <= SQUARED_UP_TO) stepper = squared(stepper, size);
  }
  const image = product(matrix, vector, size);
  return { vector, value: image.reduce((sum, v, i) => sum + v * vector[i], 0) };
}

/** The square of a symmetric matrix, brought to a peak of 1: one step with it is as good as two with the matrix. */
function squared(matrix: Float64Array, size: number): Float64Array {
  const square = new Float64Array(matrix.length);
  // The largest element of a positive semidefinite matrix lies on its diagonal.
  let peak = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++)
      square[i * size + j] = square[j * size + i] = rowProduct(matrix, i * size, j * size, size);
    peak = Math.max(peak, square[i * size + i]);
  }
  if (peak > 0) for (let i = 0; i < square.length; i++) square[i] /= peak;
  return square;
}

function rowProduct(matrix: Float64Array, a: number, b: number, size: number): number {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += matrix[a + k] * matrix[b + k];
  return sum;
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

/** The vector brought to length 1, in place. */
function unit(vector: Float64Array): Float64Array {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i] * vector[i];
  const length = Math.sqrt(squares) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] /= length;
  return vector;
}

/** Squared distance. */
function distance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum;
}
