import { LensError } from '../../../protocol/error';
import { unwrapped } from './literal';

/** The configuration of a layer as Keras writes it, read with its defaults. */
export class Settings {
  constructor(
    readonly all: Readonly<Record<string, unknown>>,
    private readonly where: string,
  ) {}

  has(name: string): boolean {
    return this.all[name] !== undefined && this.all[name] !== null;
  }

  number(name: string, otherwise: number): number {
    return this.optionalNumber(name) ?? otherwise;
  }

  /** A number, or null where none is given; a stored array holds one. */
  optionalNumber(name: string): number | null {
    const value = unwrapped(this.all[name]);
    if (value === undefined || value === null) return null;
    if (typeof value === 'number') return value;
    throw this.wrong(name, 'a number');
  }

  text(name: string, otherwise: string): string {
    const value = this.all[name];
    return typeof value === 'string' ? value : otherwise;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.all[name];
    return typeof value === 'boolean' ? value : otherwise;
  }

  /** A list of numbers; one number stands for all `length` of them. */
  numbers(name: string, length: number, otherwise: number): number[] {
    const value = unwrapped(this.all[name]);
    if (value === undefined || value === null) return new Array<number>(length).fill(otherwise);
    if (typeof value === 'number') return new Array<number>(length).fill(value);
    if (Array.isArray(value) && value.every((v): v is number => typeof v === 'number')) return value;
    throw this.wrong(name, 'numbers');
  }

  /** Any list of numbers, or undefined. */
  list(name: string): number[] | undefined {
    return this.asList(this.all[name]);
  }

  /** A value that is a number, or numbers in lists, as one list; undefined otherwise. */
  asList(given: unknown): number[] | undefined {
    const value = unwrapped(given);
    if (typeof value === 'number') return [value];
    return Array.isArray(value) && value.flat(Infinity).every((v) => typeof v === 'number')
      ? (value.flat(Infinity) as number[])
      : undefined;
  }

  private wrong(name: string, wanted: string): LensError {
    return new LensError({
      code: 'corrupt-model',
      what: `"${name}" of ${this.where} should be ${wanted}`,
      next: 'Save the model again',
    });
  }
}
