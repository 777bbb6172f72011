import { InvalidArgumentError, Option } from 'commander';
import type { DeviceChoice } from '../protocol/model';

const DEVICES: readonly DeviceChoice[] = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'];

export const deviceOption = (otherwise: DeviceChoice): Option =>
  new Option('--device <device>', 'where to run the model').choices(DEVICES).default(otherwise);

export const threadsOption = (): Option =>
  new Option('--threads <n>', 'threads inside one operator (0: all cores)').argParser(wholeNumber).default(0);

export const jsonOption = (): Option =>
  new Option('--json', 'print the result as JSON on stdout, and nothing else there');

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value)) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}

export function anyNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

export function share(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

/** Height and width: a number of pixels for both, or two. */
export function imageSize(text: string): readonly [height: number, width: number] {
  const match = /^([1-9]\d{0,4})(?:x([1-9]\d{0,4}))?$/.exec(text);
  if (!match) throw new InvalidArgumentError('It must be a number of pixels, or two as 48x64.');
  return [Number(match[1]), Number(match[2] ?? match[1])];
}

export function regularExpression(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new InvalidArgumentError('It must be a regular expression.');
  }
}

/** Gathers an option that may be given several times. */
export const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];
