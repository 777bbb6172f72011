import {
  emptyComparison,
  type ComparisonDocument,
  type ComparisonToHost,
  type ComparisonToPanel,
} from '../../../src/protocol/comparison-panel';
import type { ModelDocument, ModelToHost, ModelToPanel } from '../../../src/protocol/model-editor';
import type { ScatteringDocument, ScatteringToHost, ScatteringToPanel } from '../../../src/protocol/scattering-panel';
import { documentOf as modelOf } from './models';
import { documentOf as scatteringOf } from './scattering';
import { TestedPage } from './tested-page';

/** The Compare, Model and ScatNet panels of the running test; call inside `describe`. */
export const comparisonPage = () =>
  new TestedPage<ComparisonDocument, ComparisonToPanel, ComparisonToHost>('comparison', (changes) => ({
    ...emptyComparison,
    ...changes,
  }));
export const modelPage = () => new TestedPage<ModelDocument, ModelToPanel, ModelToHost>('model', modelOf);
export const scatteringPage = () =>
  new TestedPage<ScatteringDocument, ScatteringToPanel, ScatteringToHost>('scattering', scatteringOf);
