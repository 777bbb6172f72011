import { LensError } from '../../protocol/error';

/** An entry of a registry that a parameter chooses from. */
interface Entry {
  readonly id: string;
  readonly label: string;
  /** Draws random numbers. */
  readonly random?: true;
}

/** A frozen list of entries whose ids the compiler knows: `registry<Rule>()([…])`. */
export const registry =
  <E extends Entry>() =>
  <const I extends string>(entries: readonly (E & { readonly id: I })[]): readonly (E & { readonly id: I })[] =>
    Object.freeze(entries);

/** The choices that a registry offers. */
export const choicesOf = <const I extends string>(entries: readonly (Entry & { readonly id: I })[]) =>
  entries.map(({ id, label, random }) => ({ value: id, label, ...(random && { random }) }));

/** The entry of an id. @param kind what the entries are, for the message @throws LensError naming the ids there are */
export function entryOf<E extends { readonly id: string }>(entries: readonly E[], id: string, kind: string): E {
  const found = entries.find((entry) => entry.id === id);
  if (found) return found;
  throw new LensError({
    code: 'invalid-argument',
    what: `there is no ${kind} ${id}`,
    next: `Choose one of ${entries.map((entry) => entry.id).join(', ')}`,
  });
}
