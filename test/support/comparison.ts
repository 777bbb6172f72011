import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpy } from '../../src/engine/tensor/npy';

export type Tolerance = Readonly<Record<string, number | boolean>>;
export interface ExpectedCase {
  readonly id: string;
  readonly method: string;
  readonly expected: Readonly<Record<string, unknown>>;
  readonly tolerance: Tolerance;
}

/**
 * What a replayed case got wrong, one sentence each; none when it passes.
 * @param suiteFolder where the expected arrays lie
 * @param caseFolder where replay wrote the case
 */
export function faultsOf(reference: ExpectedCase, suiteFolder: string, caseFolder: string): string[] {
  const errorFile = join(caseFolder, 'error.json');
  if (existsSync(errorFile)) return [JSON.parse(readFileSync(errorFile, 'utf8')).what];
  const resultFile = join(caseFolder, 'result.json');
  const numbers = existsSync(resultFile) ? JSON.parse(readFileSync(resultFile, 'utf8')) : {};
  const negated = 'camNegated' in reference.expected && isNegated(suiteFolder, caseFolder, reference);
  return Object.entries(reference.expected).flatMap(([name, expected]) => {
    const { tolerance } = reference;
    if (typeof expected === 'number') return numberFault(name, numbers[name], expected, tolerance);
    if (Array.isArray(expected)) return listFault(name, numbers[name], expected);
    if (negated && name === 'camNegated') return [];
    const file = negated && name === 'cam' ? (reference.expected.camNegated as string) : (expected as string);
    return arrayFault(
      name,
      valuesAt(join(caseFolder, `${name}.npy`)),
      valuesAt(join(suiteFolder, file)),
      tolerance,
      negated && name === 'raw' ? -1 : 1,
    );
  });
}

interface Values {
  readonly dims: readonly number[];
  readonly data: Float64Array;
}

function valuesAt(path: string): Values {
  const { dims, data } = decodeNpy(readFileSync(path), path);
  return { dims, data: Float64Array.from(data as ArrayLike<number | bigint>, Number) };
}

/** Principal components come with either sign. */
function isNegated(suiteFolder: string, caseFolder: string, reference: ExpectedCase): boolean {
  const [got, expected] = [
    valuesAt(join(caseFolder, 'raw.npy')),
    valuesAt(join(suiteFolder, reference.expected.raw as string)),
  ];
  return got.data.reduce((sum, v, i) => sum + v * expected.data[i], 0) < 0;
}

function numberFault(name: string, got: unknown, expected: number, tolerance: Tolerance): string[] {
  const allowed =
    name in tolerance
      ? Number(tolerance[name])
      : name === 'count' && 'relativeCount' in tolerance
        ? Number(tolerance.relativeCount) * Math.abs(expected)
        : Number(tolerance.absolute ?? 0) + Number(tolerance.relative ?? 0) * Math.abs(expected);
  return typeof got === 'number' && Math.abs(got - expected) <= allowed
    ? []
    : [`${name} is ${got}, not ${expected} ± ${allowed}`];
}

function listFault(name: string, got: unknown, expected: readonly unknown[]): string[] {
  const inOrder = (list: unknown): unknown[] =>
    name.startsWith('selected') ? [...(list as number[])].sort((a, b) => a - b) : (list as unknown[]);
  return Array.isArray(got) && JSON.stringify(inOrder(got)) === JSON.stringify(inOrder(expected))
    ? []
    : [`${name} is ${JSON.stringify(got)}, not ${JSON.stringify(expected)}`];
}

function arrayFault(name: string, got: Values, expected: Values, tolerance: Tolerance, sign: 1 | -1): string[] {
  if (got.dims.join() !== expected.dims.join()) return [`${name} is [${got.dims}], not [${expected.dims}]`];
  if (name === 'labels' && 'adjustedRandIndexAtLeast' in tolerance)
    return agreementFault(got.data, expected.data, Number(tolerance.adjustedRandIndexAtLeast));
  let peak = 0;
  let most = 0;
  for (let i = 0; i < expected.data.length; i++) {
    if (Number.isNaN(expected.data[i]) && Number.isNaN(got.data[i])) continue;
    peak = Math.max(peak, Math.abs(expected.data[i]));
    const difference = Math.abs(sign * got.data[i] - expected.data[i]);
    most = Number.isNaN(difference) ? Infinity : Math.max(most, difference);
  }
  const absolute = name in tolerance || (name.startsWith('counts') && 'counts' in tolerance);
  const allowed = absolute
    ? Number(tolerance[name] ?? tolerance.counts)
    : Number(tolerance.maxRelativeToPeak ?? 1e-5) * (peak || 1);
  const far = farFault(name, got.data, expected.data, tolerance, sign);
  return most <= allowed
    ? far
    : [...far, `${name} is off by ${most.toExponential(2)}, more than ${allowed.toExponential(2)}`];
}

/** ‖got − expected‖ / ‖expected‖, where the case bounds it. */
function farFault(
  name: string,
  got: Float64Array,
  expected: Float64Array,
  tolerance: Tolerance,
  sign: 1 | -1,
): string[] {
  if (!('relativeL2' in tolerance) || name in tolerance) return [];
  const length = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  const distance = length(expected.map((v, i) => sign * got[i] - v)) / (length(expected) || 1);
  return distance <= Number(tolerance.relativeL2)
    ? []
    : [`${name} is ${distance.toExponential(2)} away, more than ${tolerance.relativeL2}`];
}

/** Adjusted Rand index of two labellings (Hubert & Arabie 1985). */
function agreementFault(got: Float64Array, expected: Float64Array, least: number): string[] {
  const pairs = (n: number): number => (n * (n - 1)) / 2;
  const [joint, rows, columns] = [new Map<string, number>(), new Map<number, number>(), new Map<number, number>()];
  const bump = <K>(map: Map<K, number>, key: K) => map.set(key, (map.get(key) ?? 0) + 1);
  got.forEach((label, i) => {
    bump(joint, `${label} ${expected[i]}`);
    bump(rows, label);
    bump(columns, expected[i]);
  });
  const sum = (map: Map<unknown, number>): number => [...map.values()].reduce((total, n) => total + pairs(n), 0);
  const chance = (sum(rows) * sum(columns)) / pairs(got.length);
  const index = (sum(joint) - chance) / ((sum(rows) + sum(columns)) / 2 - chance);
  return index >= least ? [] : [`labels agree by ${index.toFixed(4)}, less than ${least}`];
}
