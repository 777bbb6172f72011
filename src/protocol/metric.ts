import type { Paper } from './paper';
import type { Parameter, ParameterValues } from './parameter';

/** What a metric looks like in pickers, tables and help. */
export interface MetricDescription {
  readonly id: string;
  readonly label: string;
  readonly paper: Paper;
  readonly better: 'higher' | 'lower' | 'none';
  readonly formula: string;
  readonly unit?: string;
  /** What there is to be seen of how a number came about. */
  readonly evidence?: string;
  readonly needs: readonly string[];
  readonly params: readonly Parameter[];
}

export interface MetricRequest {
  readonly metric: string;
  readonly params: ParameterValues;
}

/** What a metric runs of one map of a model. */
export interface MetricCost {
  readonly metric: string;
  /** Forward passes of one image. */
  readonly scored: number;
  /** Maps that are made anew by the method, each at what that costs. */
  readonly explained: number;
  /** Metrics that agree in it run this once for all of them. */
  readonly once?: string;
}

/** Metrics that are reported together, under one name. */
export interface MetricSet {
  readonly id: string;
  readonly label: string;
  readonly metrics: readonly MetricRequest[];
}
