import { cardIdOf, cardsChosen } from '../../protocol/cards';
import type {
  Card,
  ExplainDocument,
  ExplainObject,
  CardScores,
  MethodChoice,
  MethodCost,
  PaletteId,
} from '../../protocol/explain-document';
import type { ExplainCalls, ExplainToHost } from '../../protocol/explain-panel';
import type { MethodDescription } from '../../protocol/method';
import type { Prediction } from '../../protocol/prediction';
import type { CardVerdicts } from '../../protocol/map-verdict';
import type { MapGrid } from '../../protocol/map-grid';
import { defaultTarget, targetBox } from '../../protocol/target';
import type { Corners } from '../../protocol/task';
import type { CardTrust } from '../../protocol/trust-strip';
import type { Versions } from '../../protocol/versions';
import type { ScaleMode, SignView } from '../draw/plane';
import type { Viewport } from '../draw/viewport';
import { t } from '../ui/l10n';
import type { Page } from '../page';
import type { StateAction } from '../ui/states';
import { initialVolumeView, type VolumeView } from './volume-view';

/** A box that a person drew on an input, and its class. */
export interface DrawnBox {
  /** Address of the input. */
  readonly input: string;
  readonly corners: Corners;
  readonly index: number;
}

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
  /** From which score a detector's boxes are shown; null: as the detector says. */
  readonly scoreThreshold: number | null;
  /** From which overlap a box hides others of its class; null: as the detector says. */
  readonly overlapThreshold: number | null;
  /** From which probability on labels count as given, by their numbers, where that was moved. */
  readonly labelThresholds: Readonly<Record<number, number>>;
  /** The box that was drawn last. */
  readonly drawn: DrawnBox | null;
  /** The class of every position in its colour, on the input of a segmentation. */
  readonly labels: boolean;
  readonly labelOpacity: number;
  /** Which part of a volume all images show. */
  readonly volume: VolumeView;
  /** The object's outline over every map. */
  readonly outline: boolean;
  /** The maps over the image; without them it is seen alone. */
  readonly maps: boolean;
  /** The card that has the page to itself: a card's id, or {@link inputCardId}; null: all are shown. */
  readonly enlarged: string | null;
  /** The cards of one image, many images with a column for each method, or versions of the model. */
  readonly layout: Layout;
  /** The card was enlarged from the grid, to which it gives back the page. */
  readonly fromGrid: boolean;
}

export type Layout = 'cards' | 'grid' | 'versions';

/** Stands for the input among the cards. */
export const inputCardId = 'input';

export const initialView: ExplainView = Object.freeze({
  opacity: 0.7,
  palette: null,
  sign: 'signed',
  scale: 'robust',
  boundaries: false,
  standardErrors: false,
  scoreThreshold: null,
  overlapThreshold: null,
  labelThresholds: Object.freeze({}),
  drawn: null,
  labels: true,
  labelOpacity: 0.5,
  volume: initialVolumeView,
  outline: true,
  maps: true,
  enlarged: null,
  layout: 'cards',
  fromGrid: false,
});

/** What the components of the Explain panel share. */
export interface ExplainApp extends Page<ExplainDocument, ExplainView, ExplainToHost, ExplainCalls> {
  readonly viewport: Viewport;
  /** The images that stand in the grid, with their maps. */
  readonly grid: MapGrid;
  /** The versions of the model, and the two that are shown. */
  readonly versions: Versions;
  /** Expected cost per method in forward passes; a method not in it is not known yet. */
  readonly costs: ReadonlyMap<string, MethodCost>;
  /** The object mask of the image shown; null while there is none. */
  readonly object: ExplainObject | null;
  /** How well the cards' maps point at it; null while that is not known. */
  readonly objectScores: CardScores | null;
  /** The checks of the cards' maps, by the card's id. */
  readonly trust: ReadonlyMap<string, CardTrust>;
  /** What people say of the maps of the evaluation that the panel was opened from. */
  readonly verdicts: CardVerdicts;
  /** Shows another object mask at once. */
  setObject(object: ExplainObject | null): void;
  /** Opens the sheet of random masks behind a card's map. */
  showMasks(card: string): void;
  /** Opens the sheet with what a metric does with a card's map. */
  showEvidence(card: string): void;
  /** Opens the form for the inputs beside the image. */
  showInputs(): void;
  /** Opens the list of keys. */
  showKeys(): void;
  /** Opens the method picker at a method. */
  showMethod(method: string): void;
  /** Says something once, with a button where something can be done about it. */
  notify(sentence: string, action?: StateAction): void;
}

export function methodOf(app: ExplainApp, id: string): MethodDescription | undefined {
  return app.document.methods.find((method) => method.id === id);
}

export function cardOf(app: ExplainApp, id: string): Card | undefined {
  return app.document.cards.find((card) => cardIdOf(card) === id);
}

/** The class explained: the chosen one, that of the chosen box, or the predicted one. */
export function targetOf(app: ExplainApp): Prediction | undefined {
  const { prediction, target } = app.document;
  const chosen = targetBox(app.document)?.index ?? target;
  if (chosen === null) return prediction && !prediction.boxes ? defaultTarget(prediction) : undefined;
  return prediction?.predictions.find(({ index }) => index === chosen);
}

/** The label of the true class; undefined where it is not known. */
export function truthOf({ document: { inputs, current } }: ExplainApp): string | undefined {
  return inputs[current]?.truth;
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

/** Chooses a method or takes it away; what it had found comes back with it, which is said where there is something. */
export function select(app: ExplainApp, method: string, selected: boolean): void {
  const lost = !selected && app.document.cards.some((card) => card.method === method && card.state === 'done');
  setChoice(app, method, { selected });
  if (!lost) return;
  const label = methodOf(app, method)?.label ?? method;
  app.notify(t('{0} was taken away.', label), {
    label: t('Undo'),
    run: () => setChoice(app, method, { selected: true }),
  });
}
