/** What the output of a model can mean. */
export const taskIds = [
  'classification',
  'binary',
  'multi-label',
  'regression',
  'segmentation',
  'detection',
  'embedding',
] as const;

/** What the output of a model means: what can be asked of it, and what judges it. */
export type TaskId = (typeof taskIds)[number];

/** The task of a model. */
export interface TaskDescription {
  readonly id: TaskId;
  /** What shows it, one clause. */
  readonly reason: string;
}

/** In pixels of the network's input; x points right, y down, and coordinates are continuous. */
export type Corners = readonly [left: number, top: number, right: number, bottom: number];

/** An object that a detector has found. */
export interface DetectedBox {
  /** The anchor or query it comes from. */
  readonly proposal: number;
  /** Of its class. */
  readonly index: number;
  readonly label: string;
  readonly score: number;
  readonly corners: Corners;
}

/** What a detector has found, the most confident first. */
export interface DetectedBoxes {
  /** All above a low score, after a loose suppression: thresholds are moved without another run. */
  readonly candidates: readonly DetectedBox[];
  /** Candidates of a lower score are not shown. */
  readonly scoreThreshold: number;
  /** Of boxes of one class that overlap more, the most confident one is shown. */
  readonly overlapThreshold: number;
}

/**
 * What of a box is explained: the score of its class, the best product of score and overlap with it over all proposals
 * (D-RISE), or where it lies.
 */
export const boxQuantities = ['score', 'overlap', 'left', 'top', 'width', 'height'] as const;
export type BoxQuantity = (typeof boxQuantities)[number];

/** A box as a target. */
export interface BoxTarget {
  /** Of the class. */
  readonly index: number;
  readonly corners: Corners;
  /** The anchor or query it comes from; null of a box that a person drew, for which `overlap` alone can be asked. */
  readonly proposal: number | null;
  readonly quantity: BoxQuantity;
}
