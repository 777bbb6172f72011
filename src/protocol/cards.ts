import type { Card, CardKey, ExplainDocument, MethodChoice } from './explain-document';
import type { MethodDescription } from './method';
import type { ParameterValue, ParameterValues } from './parameter';

/** The seed among a card's varying values; it stands beside the parameters of a request, not among them. */
export const seedName = 'seed';

/**
 * The choices of a method that draw random numbers, by parameter: with one of them its map depends on the seed, too.
 */
export function randomChoices({
  params,
}: Pick<MethodDescription, 'params'>): { readonly name: string; readonly values: readonly string[] }[] {
  return params.flatMap((parameter) => {
    const values =
      parameter.kind === 'choice' ? parameter.choices.filter(({ random }) => random).map(({ value }) => value) : [];
    return values.length ? [{ name: parameter.name, values }] : [];
  });
}

/**
 * Names a card: the method and, in a comparison, the values that tell it from the method's other cards. Fit for a file
 * name.
 */
export function cardIdOf({ method, variant }: CardKey): string {
  const values = Object.entries(variant ?? {}).map(([name, value]) => `,${name}=${String(value)}`);
  return method + values.join('');
}

/**
 * The cards of a method as it is set up: one, or one for each combination of the values to compare, the last name
 * varying fastest.
 */
export function cardKeysOf({ method, sweep }: Pick<MethodChoice, 'method' | 'sweep'>): CardKey[] {
  if (!sweep) return [{ method }];
  const combinations = Object.entries(sweep).reduce<ParameterValues[]>(
    (rows, [name, values]) => rows.flatMap((row) => values.map((value) => ({ ...row, [name]: value }))),
    [{}],
  );
  return combinations.map((variant) => ({ method, variant }));
}

/**
 * The cards that begin a row: of a comparison of two parameters those with the first value of the second one, so that its
 * values stand one below the other, and the card after it.
 */
export function rowStarts(cards: readonly CardKey[], choices: readonly MethodChoice[]): ReadonlySet<string> {
  const secondOf = (method: string): [string, readonly ParameterValue[]] | undefined =>
    Object.entries(choices.find((choice) => choice.method === method)?.sweep ?? {})[1];
  const starts = cards.filter((card, i) => {
    const second = card.variant && secondOf(card.method);
    if (second) return card.variant?.[second[0]] === second[1][0];
    const before = i > 0 ? cards[i - 1] : undefined;
    return before?.variant !== undefined && before.method !== card.method && secondOf(before.method) !== undefined;
  });
  return new Set(starts.map(cardIdOf));
}

/** The document's cards with `card` in its place, in the order of the picker. */
export function withCard({ cards, choices }: Pick<ExplainDocument, 'cards' | 'choices'>, card: Card): Card[] {
  const order = choices.flatMap(cardKeysOf).map(cardIdOf);
  const place = (one: Card): number => order.indexOf(cardIdOf(one));
  const others = cards.filter((other) => cardIdOf(other) !== cardIdOf(card));
  return [...others, card].sort((a, b) => place(a) - place(b));
}

/** Those of `cards` that the choices still ask for. */
export function cardsChosen(cards: readonly Card[], choices: readonly MethodChoice[]): Card[] {
  const chosen = new Set(
    choices
      .filter(({ selected }) => selected)
      .flatMap(cardKeysOf)
      .map(cardIdOf),
  );
  return cards.filter((card) => chosen.has(cardIdOf(card)));
}
