/** A complex array as two real ones of equal length, in float64. */
export interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

export function complexZeros(length: number): Complex {
  return { re: new Float64Array(length), im: new Float64Array(length) };
}

/** Primes up to this are handled by mixed radix; a larger one costs p² there, so Bluestein's algorithm takes over. */
const LARGEST_RADIX = 31;

/**
 * Discrete Fourier transform X[k] = Σ x[n] exp(−2πi k n / N) of any length, without normalisation. Stockham's ordering
 * of Cooley and Tukey, Math. Comp. 19 (1965), for lengths with small prime factors; Bluestein, IEEE Trans. AU-18
 * (1970), for the rest.
 */
export function fft(x: Complex): Complex {
  return alongFirst(x, x.re.length, 1);
}

/** Inverse of {@link fft}, with the factor 1/N. */
export function ifft(x: Complex): Complex {
  return inverse(x, fft);
}

/** Two-dimensional transform of a row-major height × width array. */
export function fft2(x: Complex, height: number, width: number): Complex {
  const columns = alongFirst(x, height, width);
  return transposed(alongFirst(transposed(columns, height, width), width, height), width, height);
}

/** Inverse of {@link fft2}, with the factor 1/(height·width). */
export function ifft2(x: Complex, height: number, width: number): Complex {
  return inverse(x, (swapped) => fft2(swapped, height, width));
}

/** A real array as a complex one; the data is shared. */
export function fromReal(re: Float64Array): Complex {
  return { re, im: new Float64Array(re.length) };
}

/** Swapping real and imaginary parts before and after turns a forward transform into N times the inverse. */
function inverse(x: Complex, forward: (x: Complex) => Complex): Complex {
  const { re, im } = forward({ re: x.im, im: x.re });
  const n = x.re.length;
  return { re: im.map((v) => v / n), im: re.map((v) => v / n) };
}

/** Transforms the first axis of a row-major length × lines array. */
function alongFirst(x: Complex, length: number, lines: number): Complex {
  const factors = factorsOf(length);
  if (factors.some((p) => p > LARGEST_RADIX)) return bluestein(x, length, lines);
  let out: Complex = { re: x.re.slice(), im: x.im.slice() };
  let rest = length;
  let block = lines;
  for (const p of factors) {
    out = stage(out, p, rest, block);
    rest /= p;
    block *= p;
  }
  return out;
}

/**
 * One stage of radix p: x[p, m, block] → y[m, p, block] with y[q, r] = exp(−2πi q r / (p m)) · Σ over j of x[j, q]
 * exp(−2πi j r / p).
 */
function stage(x: Complex, p: number, n: number, block: number): Complex {
  const m = n / p;
  const { re: cos, im: sin } = roots(n);
  const y = complexZeros(x.re.length);
  for (let q = 0; q < m; q++) {
    for (let r = 0; r < p; r++) {
      const to = (q * p + r) * block;
      for (let j = 0; j < p; j++) {
        const angle = (r * (j * m + q)) % n;
        addScaled(y, to, x, (j * m + q) * block, block, cos[angle], sin[angle]);
      }
    }
  }
  return y;
}

function addScaled(y: Complex, to: number, x: Complex, from: number, count: number, c: number, s: number): void {
  for (let i = 0; i < count; i++) {
    const re = x.re[from + i];
    const im = x.im[from + i];
    y.re[to + i] += re * c - im * s;
    y.im[to + i] += re * s + im * c;
  }
}

/** A transform of any length as a circular convolution of a power-of-two length: kn = (k² + n² − (k−n)²)/2. */
function bluestein(x: Complex, n: number, lines: number): Complex {
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const { re: cos, im: sin } = roots(2 * n);
  const chirp = complexZeros(size);
  const a = complexZeros(size * lines);
  for (let k = 0; k < n; k++) {
    const square = (k * k) % (2 * n);
    for (const at of [k, (size - k) % size]) {
      chirp.re[at] = cos[square];
      chirp.im[at] = -sin[square];
    }
    addScaled(a, k * lines, x, k * lines, lines, cos[square], sin[square]);
  }
  const spectrum = fft(chirp);
  const all = alongFirst(a, size, lines);
  const filtered = complexZeros(size * lines);
  for (let k = 0; k < size; k++) addScaled(filtered, k * lines, all, k * lines, lines, spectrum.re[k], spectrum.im[k]);
  const convolved = inverse(filtered, (swapped) => alongFirst(swapped, size, lines));
  const out = complexZeros(n * lines);
  for (let k = 0; k < n; k++) {
    const square = (k * k) % (2 * n);
    // `inverse` divides by all size·lines values; the convolution asks for size alone.
    addScaled(out, k * lines, convolved, k * lines, lines, cos[square] * lines, sin[square] * lines);
  }
  return out;
}

function transposed(x: Complex, rows: number, columns: number): Complex {
  const out = complexZeros(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      out.re[j * rows + i] = x.re[i * columns + j];
      out.im[j * rows + i] = x.im[i * columns + j];
    }
  }
  return out;
}

function factorsOf(n: number): number[] {
  const factors: number[] = [];
  for (let p = 2; n > 1; p++) {
    for (; n % p === 0; n /= p) factors.push(p);
    if (p * p > n && n > 1) return [...factors, n];
  }
  return factors;
}

const tables = new Map<number, Complex>();

/** exp(−2πi k / n) for k < n; kept, because a transform asks for the same tables again and again. */
function roots(n: number): Complex {
  const known = tables.get(n);
  if (known) return known;
  const table = complexZeros(n);
  for (let k = 0; k < n; k++) {
    table.re[k] = Math.cos((2 * Math.PI * k) / n);
    table.im[k] = -Math.sin((2 * Math.PI * k) / n);
  }
  tables.set(n, table);
  return table;
}
