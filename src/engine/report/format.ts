import type { Report } from './table';

/** A form in which a report is written: one file each. */
export interface ReportFormat {
  readonly id: string;
  readonly label: string;
  /** Ending of its files. */
  readonly ending: string;
  write(report: Report): string;
}
