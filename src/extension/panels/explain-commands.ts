import { cardIdOf, cardKeysOf, seedName } from '../../protocol/cards';
import type { MethodDescription } from '../../protocol/method';
import type { CardKey, MethodChoice } from '../../protocol/explain-document';
import { changedValues } from '../../protocol/parameter-text';
import { shellCommand } from '../../protocol/shell-command';

/** Maps that are wanted of one input, with paths. */
interface MapsWanted {
  readonly input: string;
  readonly model: string;
  /** Options that name what is explained. */
  readonly target: readonly string[];
  readonly methods: readonly MethodDescription[];
  readonly choices: readonly MethodChoice[];
  readonly out: string;
}

interface ExplainCommands {
  readonly lines: readonly string[];
  /** The file of each map, in the order of the choices. */
  readonly files: readonly string[];
}

interface Group {
  readonly options: readonly string[];
  readonly cards: CardKey[];
}

/**
 * What makes maps without VS Code. Options of the command line are those of all its methods: methods that share them
 * are one command, and several commands write into folders of their own.
 */
export function explainCommands({ input, model, target, methods, choices, out }: MapsWanted): ExplainCommands {
  const groups: Group[] = [];
  const places: { readonly group: Group; readonly method: string }[] = [];
  for (const choice of choices.filter(({ selected }) => selected))
    for (const card of cardKeysOf(choice)) {
      const options = optionsOf(methods, choice, card);
      const group = groups.find((one) => takes(one, card, options)) ?? { options, cards: [] };
      if (group.cards.length === 0) groups.push(group);
      group.cards.push(card);
      places.push({ group, method: card.method });
    }
  const folderOf = ({ cards }: Group): string => (groups.length === 1 ? out : `${out}/${cardIdOf(cards[0])}`);
  const lines = groups.map((group) =>
    shellCommand([
      ...['saliency-lens', 'explain', input, '--model', model],
      ...['--method', group.cards.map(({ method }) => method).join()],
      ...target,
      ...group.options,
      ...['--out', folderOf(group)],
    ]),
  );
  return { lines, files: places.map(({ group, method }) => `${folderOf(group)}/${method}.npy`) };
}

/** Whether a command makes one more map: with the same options, of another method, after which files are named. */
const takes = ({ options, cards }: Group, { method }: CardKey, wanted: readonly string[]): boolean =>
  options.join('\n') === wanted.join('\n') && cards.every((card) => card.method !== method);

function optionsOf(
  methods: readonly MethodDescription[],
  choice: MethodChoice,
  { variant = {} }: CardKey,
): readonly string[] {
  const { [seedName]: seed = choice.seed, ...values } = variant;
  const schema = methods.find(({ id }) => id === choice.method)?.params ?? [];
  const changed = changedValues(schema, { ...choice.params, ...values });
  return [
    ...(choice.layer === null ? [] : ['--layer', choice.layer]),
    ...changed.flatMap(([name, text]) => ['--param', `${name}=${text}`]),
    ...(seed ? ['--seed', String(seed)] : []),
  ];
}
