import type { Prediction } from '../../protocol/prediction';
import { memo } from '../ui/memo';
import { shortNames } from '../ui/short-names';
import type { ExplainApp } from './app';

const shortOf = memo((all: readonly Prediction[]) => shortNames(all.map(({ label }) => label)));
const none: readonly Prediction[] = [];

/** A class of the model as cards and lists call it; the whole name belongs into a tooltip. */
export const shortClass = ({ document: { prediction } }: ExplainApp, label: string): string =>
  shortOf(prediction?.predictions ?? none)(label);
