import type { ReportFormat } from './format';
import { html } from './html';
import { latex } from './latex';
import { markdown } from './markdown';

/** Every form a report is written in; a new one is one file and one line here. */
export const REPORT_FORMATS: readonly ReportFormat[] = Object.freeze([markdown, html, latex]);
