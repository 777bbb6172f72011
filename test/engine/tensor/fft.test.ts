import assert from 'node:assert/strict';
import { complexZeros, fft, fft2, ifft, ifft2, type Complex } from '../../../src/engine/tensor/fft';

function noise(length: number): Complex {
  const x = complexZeros(length);
  for (let i = 0; i < length; i++) {
    x.re[i] = Math.sin(12.9898 * (i + 1)) * 10 - Math.trunc(Math.sin(12.9898 * (i + 1)) * 10);
    x.im[i] = Math.cos(78.233 * (i + 1));
  }
  return x;
}

/** The definition, O(n²). */
function direct(x: Complex): Complex {
  const n = x.re.length;
  const out = complexZeros(n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const angle = (-2 * Math.PI * ((i * k) % n)) / n;
      out.re[k] += x.re[i] * Math.cos(angle) - x.im[i] * Math.sin(angle);
      out.im[k] += x.re[i] * Math.sin(angle) + x.im[i] * Math.cos(angle);
    }
  }
  return out;
}

function assertClose(got: Complex, expected: Complex, message: string): void {
  for (const part of ['re', 'im'] as const) {
    got[part].forEach((v, i) =>
      assert.ok(Math.abs(v - expected[part][i]) < 1e-9, `${message}, ${part}[${i}]: ${v} is not ${expected[part][i]}`),
    );
  }
}

describe('fft', () => {
  // Powers of two, mixed factors, a prime within mixed radix, and primes (and a multiple of one) that need Bluestein's
  // algorithm.
  for (const n of [1, 2, 3, 8, 12, 31, 37, 74, 90, 101, 144]) {
    it(`agrees with the definition at length ${n}`, () => assertClose(fft(noise(n)), direct(noise(n)), `length ${n}`));
    it(`is undone by ifft at length ${n}`, () => assertClose(ifft(fft(noise(n))), noise(n), `length ${n}`));
  }

  it('transforms rows and columns of an image that is not square', () => {
    const [height, width] = [6, 37];
    const x = noise(height * width);
    const expected = complexZeros(height * width);
    for (let row = 0; row < height; row++) {
      const line = direct({
        re: x.re.slice(row * width, (row + 1) * width),
        im: x.im.slice(row * width, (row + 1) * width),
      });
      expected.re.set(line.re, row * width);
      expected.im.set(line.im, row * width);
    }
    for (let column = 0; column < width; column++) {
      const pick = (part: Float64Array): Float64Array =>
        Float64Array.from({ length: height }, (_, row) => part[row * width + column]);
      const line = direct({ re: pick(expected.re), im: pick(expected.im) });
      for (let row = 0; row < height; row++) {
        expected.re[row * width + column] = line.re[row];
        expected.im[row * width + column] = line.im[row];
      }
    }
    assertClose(fft2(x, height, width), expected, 'fft2');
    assertClose(ifft2(expected, height, width), x, 'ifft2');
  });
});
