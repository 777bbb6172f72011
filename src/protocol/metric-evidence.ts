import type { MetricRequest } from './metric';
import type { MethodRequest } from './method';
import type { TargetRequest } from './explain';
import type { Paper } from './paper';
import type { ParameterValues } from './parameter';
import type { FloatMap, Raster } from './raster';

/** What a number under an image is. */
export type EvidenceNumber = 'probability' | 'logit' | 'change of the map' | 'correlation';

/** An input as a person sees it: an image or a signal [channels, length]; neither for a volume. */
export interface SeenInput {
  readonly image: Raster | null;
  readonly signal: FloatMap | null;
}

/** An input that the metric had judged, with the number it used of it. */
export interface SeenTrial extends SeenInput {
  readonly row: string | null;
  readonly what: string;
  /** The image shows what was added to the image, enlarged. */
  readonly faint: boolean;
  /** The map that was made of it: [height, width] or [length]. */
  readonly map: FloatMap | null;
  readonly number: number;
  readonly of: EvidenceNumber;
}

/** Positions that are exchanged step by step, and the score of every state. */
export interface SeenExchange {
  readonly from: SeenInput;
  readonly to: SeenInput;
  /** The step, from 1, at which each position is exchanged. */
  readonly stepOf: Uint32Array;
  /** Of the first state, and after each step. */
  readonly scores: Float64Array;
  /** Positions exchanged at a time. */
  readonly step: number;
}

/** The input after so many steps: every position as it is where it was exchanged, and as it was where not. */
export function stateAfter({ from, to, stepOf }: SeenExchange, steps: number): SeenInput {
  const choose = <T extends Uint8ClampedArray | Uint8Array | Float32Array>(before: T, after: T, each: number): T => {
    const values = before.slice() as T;
    const lanes = values.length / (stepOf.length * each);
    for (let lane = 0; lane < lanes; lane++)
      for (let p = 0; p < stepOf.length; p++)
        if (stepOf[p] <= steps)
          for (let c = 0; c < each; c++) {
            const i = (lane * stepOf.length + p) * each + c;
            values[i] = after[i];
          }
    return values;
  };
  const image: Raster | null = from.image &&
    to.image && { ...from.image, rgba: choose(from.image.rgba, to.image.rgba, 4) };
  const signal: FloatMap | null = from.signal &&
    to.signal && { ...from.signal, data: choose(from.signal.data, to.signal.data, 1) };
  return { image, signal };
}

/** A part of the map against the object; 0 or 1 per position. */
export interface SeenRegion {
  readonly what: string;
  readonly cut: Uint8Array | null;
  readonly weights: Float32Array | null;
  readonly object: Uint8Array;
}

/** What a metric did to come to its number. */
export interface MetricEvidence {
  readonly metric: {
    readonly id: string;
    readonly label: string;
    readonly formula: string;
    readonly unit: string | null;
    readonly paper: Paper;
    readonly params: ParameterValues;
  };
  /** The class or box whose explanation was judged. */
  readonly asked: string;
  /** NaN where it says nothing of this map. */
  readonly value: number;
  readonly parts: Readonly<Record<string, number>>;
  /** Scores of the unchanged input. */
  readonly clean: { readonly logit: number; readonly probability: number };
  readonly input: SeenInput;
  /** [height, width] or [length]. */
  readonly map: FloatMap;
  readonly trials: readonly SeenTrial[];
  readonly exchanges: readonly SeenExchange[];
  readonly regions: readonly SeenRegion[];
}

/** A method's map of an input, to be judged. */
export interface MapEvidenceRequest extends TargetRequest {
  readonly model: string;
  readonly input: string;
  readonly request: MethodRequest;
  /** As the method gave it. */
  readonly map: FloatMap;
  readonly metric: MetricRequest;
  /** Where the object is, over the network's input; absent where nothing is marked. */
  readonly object?: FloatMap;
}

/** A number of an evaluation: indices into the models, methods and columns of its summary. */
export interface CellEvidenceRequest {
  /** The folder of the results. */
  readonly out: string;
  /** Of the input, in the folder. */
  readonly name: string;
  /** How labels are found, where that was said. */
  readonly labelling: string | null;
  readonly model: number;
  readonly method: number;
  readonly column: number;
}

/** A figure of what a metric did, kept beside results for their reports. */
export interface KeptFigure {
  /** Below the folder of the results. */
  readonly file: string;
  readonly caption: string;
  /** Of the model whose map was judged. */
  readonly modelHash: string;
}

/** The calls about what metrics did: name → arguments, answer, and events on the way. */
export interface EvidenceCalls {
  'map.evidence': { arguments: MapEvidenceRequest; answer: readonly MetricEvidence[]; event: never };
  /** One for each box of a detector that was explained. */
  'cell.evidence': { arguments: CellEvidenceRequest; answer: readonly MetricEvidence[]; event: never };
  /** Puts it as a figure into the reports beside the results. */
  'evidence.keep': { arguments: CellEvidenceRequest; answer: readonly KeptFigure[]; event: never };
}
