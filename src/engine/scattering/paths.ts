/** Scale and angle of each wavelet a coefficient went through; −1 where there is none. */
export interface Path2d {
  readonly order: 0 | 1 | 2;
  readonly j1: number;
  readonly t1: number;
  readonly j2: number;
  readonly t2: number;
}

/** 1 + J·L + L²·J(J−1)/2 for order 2. */
export function pathCount2d(J: number, L: number, maxOrder: number): number {
  return 1 + (maxOrder > 0 ? J * L : 0) + (maxOrder > 1 ? (L * L * J * (J - 1)) / 2 : 0);
}

/** The coefficients of one channel in the order of the transform's output: by order, then (j1, t1, j2, t2). */
export function paths2d(J: number, L: number, maxOrder: number): Path2d[] {
  const paths: Path2d[] = [{ order: 0, j1: -1, t1: -1, j2: -1, t2: -1 }];
  const wavelets = Array.from({ length: J * L }, (_, i) => ({ j: Math.floor(i / L), t: i % L }));
  if (maxOrder > 0) for (const { j, t } of wavelets) paths.push({ order: 1, j1: j, t1: t, j2: -1, t2: -1 });
  if (maxOrder > 1) {
    for (const first of wavelets) {
      for (const second of wavelets)
        if (second.j > first.j) paths.push({ order: 2, j1: first.j, t1: first.t, j2: second.j, t2: second.t });
    }
  }
  return paths;
}
