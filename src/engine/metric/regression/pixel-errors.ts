/**
 * What is counted of one number over pixels, from which errors over more pixels follow: count, Σ|e|, Σe², then means of
 * truth and prediction, their sums of squares about these, and that of products (Welford's; Chan, Golub and LeVeque for
 * what is joined).
 */
export type PixelErrors = readonly [
  count: number,
  absolute: number,
  squared: number,
  truthMean: number,
  predictedMean: number,
  truthSquares: number,
  predictedSquares: number,
  products: number,
];

/** Counts pixels one after another. */
export class PixelErrorCounter {
  private count = 0;
  private absolute = 0;
  private squared = 0;
  private truthMean = 0;
  private predictedMean = 0;
  private truthSquares = 0;
  private predictedSquares = 0;
  private products = 0;

  add(truth: number, predicted: number): void {
    const error = predicted - truth;
    this.count++;
    this.absolute += Math.abs(error);
    this.squared += error * error;
    const [ofTruth, ofPredicted] = [truth - this.truthMean, predicted - this.predictedMean];
    this.truthMean += ofTruth / this.count;
    this.predictedMean += ofPredicted / this.count;
    this.truthSquares += ofTruth * (truth - this.truthMean);
    this.predictedSquares += ofPredicted * (predicted - this.predictedMean);
    this.products += ofTruth * (predicted - this.predictedMean);
  }

  get errors(): PixelErrors {
    return [
      this.count,
      this.absolute,
      this.squared,
      this.truthMean,
      this.predictedMean,
      this.truthSquares,
      this.predictedSquares,
      this.products,
    ];
  }
}

export const NO_PIXELS: PixelErrors = [0, 0, 0, 0, 0, 0, 0, 0];

/** Of the pixels of both. */
export function joinedErrors(a: PixelErrors, b: PixelErrors): PixelErrors {
  const count = a[0] + b[0];
  if (count === 0) return a;
  const share = b[0] / count;
  const [truth, predicted] = [b[3] - a[3], b[4] - a[4]];
  const weight = a[0] * share;
  return [
    count,
    a[1] + b[1],
    a[2] + b[2],
    a[3] + truth * share,
    a[4] + predicted * share,
    a[5] + b[5] + weight * truth * truth,
    a[6] + b[6] + weight * predicted * predicted,
    a[7] + b[7] + weight * truth * predicted,
  ];
}

/** mean |y − ŷ| */
export const meanAbsoluteError = ([count, absolute]: PixelErrors): number => absolute / count;

/** √ mean (y − ŷ)² */
export const rootMeanSquareError = ([count, , squared]: PixelErrors): number => Math.sqrt(squared / count);

/** mean (ŷ − y) */
export const meanError = ([, , , truth, predicted]: PixelErrors): number => predicted - truth;

/** 1 − Σ (y − ŷ)² / Σ (y − ȳ)²; NaN of a truth that is the same everywhere */
export const determination = ([, , squared, , , truthSquares]: PixelErrors): number =>
  truthSquares > 0 ? 1 - squared / truthSquares : NaN;

/** The product-moment correlation of truth and prediction; NaN where one is the same everywhere. */
export const correlation = ([, , , , , truthSquares, predictedSquares, products]: PixelErrors): number =>
  products / Math.sqrt(truthSquares * predictedSquares);
