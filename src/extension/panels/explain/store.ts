import type { ExplainDocument } from '../../../protocol/explain-document';
import type { ExplainToPanel } from '../../../protocol/explain-panel';
import type { DocumentStore } from '../document';

/** The document of the Explain panel, which every part of its session reads and changes. */
export type ExplainStore = DocumentStore<ExplainDocument, ExplainToPanel>;
