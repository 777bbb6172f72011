import { cardIdOf, cardsChosen } from '../../protocol/cards';
import type {
  Card,
  ExplainCalls,
  ExplainDocument,
  ExplainObject,
  ExplainToHost,
  CardScores,
  MethodChoice,
  MethodCost,
  PaletteId,
} from '../../protocol/explain-panel';
import type { MethodDescription, Prediction } from '../../protocol/explain';
import type { ScaleMode, SignView } from '../draw/plane';
import type { Viewport } from '../draw/viewport';
import type { Page } from '../page';

/** Display settings; they change no result. */
export interface ExplainView {
  readonly opacity: number;
  /** null: as the setting says. */
  readonly palette: PaletteId | null;
  readonly sign: SignView;
  readonly scale: ScaleMode;
  /** Lines between segments, on the cards of methods that explain segments. */
  readonly boundaries: boolean;
  /** The standard errors instead of the maps, on the cards of methods that estimate by sampling. */
  readonly standardErrors: boolean;
  /** The object's outline over every map. */
  readonly outline: boolean;
}

export const initialView: ExplainView = Object.freeze({
  opacity: 0.7,
  palette: null,
  sign: 'signed',
  scale: 'robust',
  boundaries: false,
  standardErrors: false,
  outline: true,
});

/** What the components of the Explain panel share. */
export interface ExplainApp extends Page<ExplainDocument, ExplainView, ExplainToHost, ExplainCalls> {
  readonly viewport: Viewport;
  /** Expected cost per method in forward passes; a method not in it is not known yet. */
  readonly costs: ReadonlyMap<string, MethodCost>;
  /** The object mask of the image shown; null while there is none. */
  readonly object: ExplainObject | null;
  /** How well the cards' maps point at it; null while that is not known. */
  readonly objectScores: CardScores | null;
  /** Shows another object mask at once. */
  setObject(object: ExplainObject | null): void;
  /** Opens the sheet of random masks behind a card's map. */
  showMasks(card: string): void;
}

export function methodOf(app: ExplainApp, id: string): MethodDescription | undefined {
  return app.document.methods.find((method) => method.id === id);
}

export function cardOf(app: ExplainApp, id: string): Card | undefined {
  return app.document.cards.find((card) => cardIdOf(card) === id);
}

/** The class explained: the chosen one or the predicted one. */
export function targetOf({ document: { prediction, target } }: ExplainApp): Prediction | undefined {
  const predictions = prediction?.predictions;
  return target === null ? predictions?.[0] : predictions?.find(({ index }) => index === target);
}

export function isBusy(app: ExplainApp): boolean {
  return app.document.busy || app.document.cards.some(atWork);
}

export function atWork({ state }: Card): boolean {
  return state === 'waiting' || state === 'running';
}

export function setChoice(app: ExplainApp, method: string, changes: Partial<MethodChoice>, run = false): void {
  const choices = app.document.choices.map((choice) => (choice.method === method ? { ...choice, ...changes } : choice));
  app.change({ choices, cards: cardsChosen(app.document.cards, choices) });
  app.post({ kind: 'choose', choices, run });
}
