const digits = 3;

/** Three significant digits: 0.0123, 1.23, 123, 1.23e−7. A true minus sign, so that columns of figures line up. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  const text = size >= 1e5 || size < 1e-4 ? value.toExponential(digits - 1) : plain(value, size);
  return text.replace('e+', 'e').replace(/-/g, '−');
}

function plain(value: number, size: number): string {
  return size >= 100 ? Math.round(value).toString() : value.toPrecision(digits);
}

/** A fraction in per cent with one decimal, so that points line up; what would round to nothing is `< 0.1 %`. */
export function percent(fraction: number): string {
  const value = fraction * 100;
  return value > 0 && value < 0.05 ? '<\u00a00.1\u00a0%' : `${value.toFixed(1)}\u00a0%`;
}

/** Forward passes of one image, in u. */
export function passes(count: number): string {
  if (count > 0 && count < 0.005) return '<\u00a00.01\u00a0u';
  return `${count >= 1000 ? Math.round(count).toLocaleString('en-US').replace(/,/g, '\u202f') : figure(count)}\u00a0u`;
}

export function seconds(value: number): string {
  if (value > 0 && value < 0.0005) return '<\u00a01\u00a0ms';
  if (value < 1) return `${Math.round(value * 1000)}\u00a0ms`;
  return value < 60
    ? `${value.toPrecision(2)}\u00a0s`
    : `${Math.floor(value / 60)}\u00a0min ${Math.round(value % 60)}\u00a0s`;
}

/** 42 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole}\u00a0s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}\u00a0min ${whole % 60}\u00a0s`;
  return `${Math.floor(whole / 3600)}\u00a0h ${Math.floor((whole % 3600) / 60)}\u00a0min`;
}

/** A count with a decimal prefix: 11.7 M. */
export function count(value: number): string {
  const units = ['', 'k', 'M', 'G', 'T'];
  const power = value === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(Math.abs(value)) / 3));
  return power === 0 ? String(value) : `${(value / 1000 ** power).toPrecision(3)}\u00a0${units[power]}`;
}

export function bytes(value: number): string {
  const text = count(value);
  return /[kMGT]$/.test(text) ? `${text}B` : `${text}\u00a0B`;
}

/** 1 × 3 × 224 × 224; unknown dimensions as `?`. */
export function shape(dims: readonly (number | string | null)[] | null): string {
  if (!dims) return '?';
  return dims.length ? dims.map((dim) => dim ?? '?').join(' × ') : 'scalar';
}
