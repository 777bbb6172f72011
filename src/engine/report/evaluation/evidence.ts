import type { ReportFigure, Section } from '../table';

/** What metrics did to come to single numbers. */
export const evidenceSection = (figures: readonly ReportFigure[]): Section | null =>
  figures.length === 0
    ? null
    : {
        title: 'What did the metrics do?',
        paragraphs: [
          'Each map was judged once more by the code that judges it everywhere; the numbers are the ones it used, in full.',
        ],
        figures,
      };
