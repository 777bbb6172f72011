import type { EvaluationDocument, EvaluationToPanel } from '../../../protocol/evaluation-panel';
import type { DocumentStore } from '../document';

/** The document of the Evaluation panel, which every part of its session reads and changes. */
export type EvaluationStore = DocumentStore<EvaluationDocument, EvaluationToPanel>;
