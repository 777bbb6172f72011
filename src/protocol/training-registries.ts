import type { Parameter } from './parameter';

/** Something that is chosen for a training and has parameters: an augmentation, an optimiser, a schedule. */
export interface TrainingEntry {
  readonly id: string;
  readonly label: string;
  readonly params: readonly Parameter[];
}

/** A kind of network, or a change of inputs, and what it is made for. */
export interface NetworkEntry extends TrainingEntry {
  /** One line: what it is made of. */
  readonly description: string;
  readonly of: 'images' | 'signals' | 'any';
  /** A model of the workspace, whose id is its path. */
  readonly isModel?: true;
}

export interface AugmentationEntry extends TrainingEntry {
  readonly of: 'images' | 'any';
}

/** What there is to choose from. */
export interface TrainingRegistries {
  readonly networks: readonly NetworkEntry[];
  /** What is chosen for a model of the workspace, which may stand in a network's place. */
  readonly modelParams: readonly Parameter[];
  readonly augmentations: readonly AugmentationEntry[];
  readonly optimisers: readonly TrainingEntry[];
  readonly schedules: readonly TrainingEntry[];
}
