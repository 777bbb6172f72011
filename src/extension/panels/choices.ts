import * as vscode from 'vscode';
import type { MethodDescription, MethodRequest } from '../../protocol/method';
import type { CardKey, ExplainDocument, ExplainInput, MethodChoice } from '../../protocol/explain-document';
import { cardIdOf, cardKeysOf, randomChoices, seedName } from '../../protocol/cards';
import type { ParameterValues } from '../../protocol/parameter';
import type { Services } from '../services';
import { settingsFor } from '../workspace/settings';

const key = 'explain.choices';

/**
 * What the picker shows: the engine's methods, as they were chosen last or as the settings of the input's folder say.
 */
export async function pickerOf(
  { engine, context }: Services,
  input: ExplainInput,
): Promise<Pick<ExplainDocument, 'methods' | 'choices' | 'palette'>> {
  const methods = await engine.call('method.list', null);
  const { defaultMethods, palette } = settingsFor(vscode.Uri.parse(input.uri));
  return { methods, choices: loadChoices(context.workspaceState, methods, defaultMethods), palette };
}

/** The picker's rows: what was chosen last in this workspace, else the default methods with default parameters. */
function loadChoices(
  state: vscode.Memento,
  methods: readonly MethodDescription[],
  defaults: readonly string[],
): MethodChoice[] {
  const stored = new Map(state.get<MethodChoice[]>(key, []).map((choice) => [choice.method, choice]));
  return methods.map((method) => {
    const last = stored.get(method.id);
    return {
      method: method.id,
      selected: stored.size ? (last?.selected ?? false) : defaults.includes(method.id),
      params: { ...defaultsOf(method), ...known(method, last?.params ?? {}) },
      layer: null,
      ...(last?.seed !== undefined && (method.random || randomChoices(method).length > 0) && { seed: last.seed }),
    };
  });
}

export function saveChoices(state: vscode.Memento, choices: readonly MethodChoice[]): Thenable<void> {
  return state.update(key, choices);
}

/** What the engine is asked for, for a card of the choice. */
function requestOf({ method, params, layer, seed }: MethodChoice, variant: ParameterValues = {}): MethodRequest {
  const { [seedName]: own = seed, ...values } = variant;
  return {
    method,
    params: { ...params, ...values },
    ...(layer !== null && { layer }),
    ...(typeof own === 'number' && { seed: own }),
  };
}

/** A card to compute, with what computes it. */
export interface CardRequest {
  readonly key: CardKey;
  readonly request: MethodRequest;
}

export function requestsOf(choice: MethodChoice): CardRequest[] {
  return cardKeysOf(choice).map((key) => ({ key, request: requestOf(choice, key.variant) }));
}

/** What makes a card as it is chosen now; undefined where it is not chosen. */
export const cardRequestOf = ({ choices }: ExplainDocument, card: CardKey): MethodRequest | undefined =>
  choices.flatMap(requestsOf).find(({ key }) => cardIdOf(key) === cardIdOf(card))?.request;

/** Equal for runs that would give the same map. */
export function runKey(
  { inputs, current, model, target, against, region, box, group, difference, references }: ExplainDocument,
  request: MethodRequest,
): string {
  const asked = [target, against, region && [...region.data], box, group, difference ?? null, references];
  return JSON.stringify([inputs[current]?.uri, model?.uri, ...asked, request]);
}

function defaultsOf(method: MethodDescription): ParameterValues {
  return Object.fromEntries(method.params.map((parameter) => [parameter.name, parameter.default]));
}

/**
 * Stored values of parameters that still exist; layers and files belong to the model and input they were chosen for.
 */
function known(method: MethodDescription, values: ParameterValues): ParameterValues {
  const kept = method.params.filter(({ name, kind }) => name in values && kind !== 'layer' && kind !== 'file');
  return Object.fromEntries(kept.map(({ name }) => [name, values[name]]));
}

/** One method alone, set up as it is asked for; how the others are set up stays. */
export function onlyMethod(
  choices: readonly MethodChoice[],
  { method, params, layer, seed }: MethodRequest,
): readonly MethodChoice[] {
  return choices.map((choice) =>
    choice.method === method
      ? {
          method,
          selected: true,
          params: { ...choice.params, ...params },
          layer: layer ?? null,
          ...(seed !== undefined && { seed }),
        }
      : { ...choice, selected: false },
  );
}
