import type { MethodSummary } from './evaluation-summary';

/** What a person may say of a map: the last where the map shows that the class or the object is marked wrongly. */
export const verdictIds = Object.freeze(['helpful', 'scattered', 'misleading', 'truth-doubtful'] as const);
export type VerdictId = (typeof verdictIds)[number];

export const verdictLabels: Readonly<Record<VerdictId, string>> = Object.freeze({
  helpful: 'Helpful',
  scattered: 'Scattered',
  misleading: 'Misleading',
  'truth-doubtful': 'Ground truth doubtful',
});

/** A map of an evaluation: the input's name, and indices into the models and methods of the summary. */
export interface EvaluatedMap {
  readonly image: string;
  readonly model: number;
  readonly method: number;
}

/** What one person says of a map. */
export interface MapVerdict extends EvaluatedMap {
  readonly rater: string;
  readonly verdict: VerdictId;
}

/** How far raters agree, over the maps that all of them judged. */
export interface RaterAgreement {
  /** Cohen's kappa of two raters, Fleiss' of more. */
  readonly statistic: 'cohen' | 'fleiss';
  readonly raters: readonly string[];
  readonly maps: number;
  /** The share of pairs of verdicts that are the same; null without maps. */
  readonly observed: number | null;
  /** Null without maps, and where all say the same of every map: chance would agree as well. */
  readonly kappa: number | null;
}

/** How often each verdict was given on maps of a method under a model; null of agreement where one person judged. */
export interface MethodVerdicts {
  readonly model: number;
  readonly method: number;
  readonly maps: number;
  readonly counts: Readonly<Record<VerdictId, number>>;
  readonly agreement: RaterAgreement | null;
}

/** The verdicts that stand beside results. */
export interface StoredVerdicts {
  readonly given: readonly MapVerdict[];
  /** Of methods with verdicts. */
  readonly methods: readonly MethodVerdicts[];
  /** Over all methods. */
  readonly agreement: RaterAgreement | null;
}

export const noVerdicts: StoredVerdicts = Object.freeze<StoredVerdicts>({ given: [], methods: [], agreement: null });

/** What an evaluation explains of an input, where that is not the predicted class: indices of classes. */
export interface AskedClass {
  readonly target: number;
  /** The class that is taken off it. */
  readonly against?: number;
}

/** The results that an input was opened from: what tells which of its maps is one of theirs. */
export interface EvaluatedResults {
  readonly out: string;
  readonly folder: string;
  readonly models: readonly { readonly path: string; readonly hash: string }[];
  readonly methods: readonly Pick<MethodSummary, 'id' | 'params' | 'layer' | 'seed'>[];
}

/** What is said of a map: by whoever sits here, and by others. */
export interface MapVerdicts {
  readonly own: VerdictId | null;
  readonly others: readonly { readonly rater: string; readonly verdict: VerdictId }[];
}

/** By the card's id; cards whose maps are none of an evaluation are not in it. */
export type CardVerdicts = Readonly<Record<string, MapVerdicts>>;

/** What is said of a map, seen by one of the raters. */
export function verdictsOn(given: readonly MapVerdict[], map: EvaluatedMap, rater: string): MapVerdicts {
  const said = given.filter(
    ({ image, model, method }) => image === map.image && model === map.model && method === map.method,
  );
  return {
    own: said.find((one) => one.rater === rater)?.verdict ?? null,
    others: said.filter((one) => one.rater !== rater).map(({ rater: who, verdict }) => ({ rater: who, verdict })),
  };
}

/** The calls about people's verdicts: name → arguments, answer, and events on the way. */
export interface VerdictCalls {
  'verdicts.read': { arguments: { readonly out: string }; answer: StoredVerdicts; event: never };
  /** Gives a verdict, or takes it back with null; the reports beside it follow. */
  'verdicts.give': {
    arguments: EvaluatedMap & {
      readonly out: string;
      readonly rater: string;
      readonly verdict: VerdictId | null;
    };
    answer: StoredVerdicts;
    event: never;
  };
}
