import type { ScatteringPath, WaveletDescription } from '../../protocol/scattering';
import { figure } from '../ui/format';
import { t } from '../ui/l10n';

/** ψ j=1 22.5°, or φ for the low-pass. */
export function filterName({ scale, angle }: WaveletDescription): string {
  return angle === null ? 'φ' : `ψ j=${scale} ${degrees(angle)}`;
}

export function degrees(angle: number): string {
  return `${Number(angle.toFixed(1)).toString().replace('-', '−')}°`;
}

/** The wavelets a coefficient went through. */
export function pathName({ order, j1, t1, j2, t2 }: ScatteringPath): string {
  if (order === 0) return t('low-pass');
  const first = `j₁=${j1} θ₁=${t1}`;
  return order === 1 ? first : `${first}, j₂=${j2} θ₂=${t2}`;
}

/** Re + Im·i, or its size and phase in degrees. */
export function complexText(re: number, im: number): string {
  return `|z| ${figure(Math.hypot(re, im))}, arg ${degrees((Math.atan2(im, re) * 180) / Math.PI)}`;
}
