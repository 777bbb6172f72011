import type { PresetId } from '../../../protocol/recipe';
import type { GraphBuilder } from '../../graph/builder';
import type { FloatTensor } from '../../tensor/tensor';
import type { DetectorHead } from './head';

/** What a layout may have to know beside the graph. */
export interface DetectorGeometry {
  /** Height and width of the network's input. */
  readonly size: readonly [number, number];
  /**
   * Anchors [proposals, 4] as corners, or [anchors, 2] as width and height level by level, where boxes are told against
   * them.
   */
  readonly anchors?: FloatTensor;
  /** How the corners of a box are ordered in the graph. */
  readonly boxOrder?: 'xyxy' | 'yxyx';
  readonly columns?: RowColumns;
}

/** What follows a box in a row of numbers, where that is more than classes. */
export interface RowColumns {
  readonly classes: number;
  /** Whether the row ends with the angle by which its box is turned. */
  readonly turned?: true;
}

/** How images are usually made for models of a kind. */
export interface UsualInput {
  /** By default as the graph shows. */
  readonly preset?: PresetId;
  readonly color?: 'bgr';
  readonly fit: 'fill' | 'contain' | 'corner';
  /** The grey of the bars that are left, where it is not black. */
  readonly pad?: number;
  /** Whose custom it is, one clause. */
  readonly reason: string;
}

/** How the outputs of a graph fit a layout. */
export interface HeadReading {
  /** Their names, in the layout's order. */
  readonly outputs: readonly string[];
  readonly boxOrder?: DetectorGeometry['boxOrder'];
  readonly columns?: RowColumns;
  /** How images are made for such a graph, where that is not the layout's custom. */
  readonly usual?: UsualInput;
  /** What holds of it where the sidecar has no anchors, one clause. */
  readonly assumed?: string;
  /** What shows it, one clause. */
  readonly reason: string;
}

/** Tensors that say what is in a box. */
export interface DetectorScores {
  /** [N, proposals, classes], without background; of proposals that tell their class, [N, proposals, 1]. */
  readonly scores: string;
  /** The class that each proposal tells, [N, proposals, 1]. */
  readonly labels?: string;
  /** What the class probabilities are where an objectness multiplies them, [N, proposals, classes]; else the scores. */
  readonly probabilities: string;
  /** [N, proposals, 1] */
  readonly objectness?: string;
}

/**
 * How a detector's outputs are to be read, as graph operators: the same nodes give the boxes that are shown and the
 * scores whose gradients are asked for. `outputs` are the names of the outputs that it reads.
 */
export interface DetectorLayout {
  readonly id: string;
  /** How images are made for detectors of this layout, where the graph says nothing. */
  readonly usual?: UsualInput;
  /** The graph sorts or selects its rows by score: a row stands for another object in another image. */
  readonly ranked?: true;
  /** The detector finds each object once by itself: boxes that overlap are of several objects. */
  readonly distinct?: true;
  /** Its anchors may be told as width and height, level by level. */
  readonly takesSides?: true;
  /** How a graph has this layout; undefined where it has another one, or is no detector. */
  recognise(head: DetectorHead): HeadReading | undefined;
  /** Corners in pixels of the network's input, [N, proposals, 4]. */
  boxes(builder: GraphBuilder, outputs: readonly string[], geometry: DetectorGeometry): string;
  scores(builder: GraphBuilder, outputs: readonly string[], columns?: RowColumns): DetectorScores;
  /** 1 for what the graph itself has selected, [N, proposals, classes]; absent where it selects nothing. */
  selected?(builder: GraphBuilder, outputs: readonly string[]): string;
}
