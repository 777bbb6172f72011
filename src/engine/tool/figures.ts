/** Digits of numbers that a language model is told: more only cost it room. */
const DIGITS = 5;

const shorter = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS)));

/** A value as JSON with numbers of a few digits; what is no number is null. */
export const toldText = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (typeof one === 'number' ? shorter(one) : one));
