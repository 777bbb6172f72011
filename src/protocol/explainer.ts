/** How often a model answers as before when it sees the kept features alone. */
export interface Faithfulness {
  /** Inputs it was measured on, none of which the explainer has learned from. */
  readonly inputs: number;
  /** Share of inputs for which the model itself gives the same answer (post-hoc accuracy). */
  readonly model: number;
  /** The same with as many features chosen at random. */
  readonly random: number;
  /** Share of inputs for which the approximator gives the model's answer; null where none learned. */
  readonly approximator: number | null;
}

/** How an explainer is learned. */
export interface ExplainerChoices {
  /** Features that are kept. */
  readonly features: number;
  /** Positions along each side of a feature; 1 takes single pixels. */
  readonly cell: number;
  /** What stands in hidden features. */
  readonly hidden: 'zeros' | 'black' | 'white';
  /** Who has to answer as the model does by what is kept: the model itself, a network that learns it (the paper's), or both. */
  readonly approximator: 'model' | 'learned' | 'both';
  /** The cells that are shown while it learns: as many different ones as are kept, or the paper's draws, which may meet. */
  readonly draws: 'distinct' | 'independent';
  /** Of the draws, at first. */
  readonly temperature: number;
  /** How many times smaller noise and temperature are in the end. */
  readonly cooling: number;
  /** At first; it falls to zero along half a cosine. */
  readonly learningRate: number;
  readonly epochs: number;
  readonly batch: number;
  readonly seed: number;
}

/** What a learned explainer says of itself. */
export interface ExplainerFacts {
  /** Of the model's file: it explains no other. */
  readonly modelHash: string;
  readonly choices: ExplainerChoices;
  /** Whether the model took part in learning: a gradient has to pass through it. */
  readonly throughModel: boolean;
  /** Features of an input. */
  readonly cells: number;
  readonly data: {
    /** Name of the folder. */
    readonly folder: string;
    /** Inputs that were learned from. */
    readonly inputs: number;
  };
  readonly faithfulness: Faithfulness;
}

/** What is learned from, and how. */
export interface ExplainerRequest extends Omit<ExplainerChoices, 'cell'> {
  /** Inputs of the model, labelled or not; perhaps in `train` and `test`. */
  readonly folder: string;
  /** An eighth of the shorter side of images by default. */
  readonly cell?: number;
  /** Most inputs of each part. */
  readonly limit: number;
}

export interface LearnedResult {
  /** Where it was written. */
  readonly path: string;
  readonly facts: ExplainerFacts;
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

/** How far learning is. */
export interface ExplainerProgress {
  readonly stage: 'reading' | 'asking' | 'learning' | 'measuring';
  /** Of the stage. */
  readonly share: number;
  /** From 1, while it learns. */
  readonly epoch?: number;
  readonly loss?: number;
}

/** What is taken unless told: the temperature, the rate and the epochs as the paper has them. */
export const USUAL_EXPLAINER = Object.freeze({
  features: 4,
  hidden: 'zeros',
  approximator: 'model',
  draws: 'distinct',
  temperature: 0.5,
  cooling: 2.5,
  learningRate: 1e-3,
  epochs: 20,
  batch: 32,
  seed: 0,
}) satisfies Omit<ExplainerChoices, 'cell'>;

/** What learning from a folder would take, before it begins. */
export interface ExplainerEstimate {
  /** Inputs in the folder that would be learned from. */
  readonly inputs: number;
  /** Features of an input, and positions along each side of one. */
  readonly cells: number;
  readonly cell: number;
  readonly seconds: number;
}

/** What the engine answers about learned explainers. */
export interface ExplainerCalls {
  /** Counts the inputs of the folder, and times a few updates. */
  'explainer.estimate': {
    arguments: { readonly model: string; readonly request: ExplainerRequest };
    answer: ExplainerEstimate;
    event: never;
  };
  /** Learns behind all interactive requests, and keeps what was learned beside the model. */
  'explainer.learn': {
    arguments: { readonly model: string; readonly request: ExplainerRequest };
    answer: LearnedResult;
    event: ExplainerProgress;
  };
}
