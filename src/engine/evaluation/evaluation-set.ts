import type { SkippedInput } from '../../protocol/evaluation-summary';
import { LensError } from '../../protocol/error';
import type { MaskSource } from '../dataset/dataset';
import type { VolumeSlices } from '../dataset/volume-slices';

/** One input of the folder, with what is true of it under each model. */
export interface EvaluationInput<Truth = unknown> {
  readonly name: string;
  readonly path: string;
  readonly truths: readonly Truth[];
  readonly mask: MaskSource | null;
  /** Of a volume that lies in several files: the others. */
  readonly slices?: readonly string[];
}

/** The inputs that every model can be asked about, in a fixed order, so that models are compared on the same ones. */
export interface EvaluationSet<Truth = unknown> {
  readonly inputs: readonly EvaluationInput<Truth>[];
  readonly skipped: readonly SkippedInput[];
  readonly labelling: { readonly id: string; readonly description: string };
  /** Names of each model's classes, labels or quantities. */
  readonly classes: readonly (readonly string[])[];
  /** Of each model: what a person should know about how the truth was read. */
  readonly notes: readonly (readonly string[])[];
}

export interface SetOptions {
  readonly labelling?: string;
  readonly limit?: number;
  /** Files that belong to the volume of another one. */
  readonly slices?: VolumeSlices;
}

/** Why files take no part: each reason once. */
export class Skipped {
  private readonly reasons = new Map<string, string[]>();

  add(name: string, reason: string): void {
    this.reasons.set(name, [...new Set([...(this.reasons.get(name) ?? []), reason])]);
  }

  has(name: string): boolean {
    return this.reasons.has(name);
  }

  get list(): SkippedInput[] {
    return [...this.reasons].map(([name, reasons]) => ({ name, reason: reasons.join('; ') }));
  }

  /** The error of a set of which no input is left. @param next what helps */
  nothingLeft(folder: string, next: string): LensError {
    const [first] = [...this.reasons].map(([name, reasons]) => `${name}: ${reasons[0]}`);
    return new LensError({
      code: 'not-found',
      what: `no input of the folder can be used${first ? ` (${first})` : ''}`,
      where: folder,
      next,
    });
  }
}

/** At most `limit` of a list, evenly over its length, since class folders follow one another. */
export function spread<T>(list: readonly T[], limit: number | undefined): readonly T[] {
  if (limit === undefined || limit === 0 || limit >= list.length) return list;
  return Array.from({ length: limit }, (_, i) => list[Math.floor((i * list.length) / limit)]);
}
