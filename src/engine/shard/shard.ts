import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** One of `count` parts of the inputs; `number` begins at 1. */
export interface Shard {
  readonly number: number;
  readonly count: number;
}

/** Digits of the hash that decide: 48 bits, which a number holds exactly. */
const DIGITS = 12;

/**
 * The shard of an input, by its content alone: more inputs move no other one, and copies come together.
 * @param hash SHA-256 of its content, in hexadecimal digits
 */
export const shardOf = (hash: string, count: number): number => (parseInt(hash.slice(0, DIGITS), 16) % count) + 1;

/** Where the parts of a run lie. */
export const shardsFolder = (out: string): string => join(out, 'shards');

/** Where one part writes its journal and its tables. */
export const shardFolder = (out: string, { number, count }: Shard): string =>
  join(shardsFolder(out), `${number}-of-${count}`);

const NAME = /^([1-9]\d*)-of-([1-9]\d*)$/;

/** The part that is called so; null for another name. */
export function partOfName(name: string): Shard | null {
  const [, number, count] = NAME.exec(name) ?? [];
  return number === undefined ? null : { number: Number(number), count: Number(count) };
}

/** Names of the folders of all parts that have begun. */
export function partNames(out: string): string[] {
  try {
    return readdirSync(shardsFolder(out))
      .filter((name) => partOfName(name) !== null)
      .sort();
  } catch {
    return [];
  }
}

/** Where results of a run whose parts have not all ended are put together. */
export const soFarFolder = (out: string): string => join(shardsFolder(out), 'so-far');
