/** One line of a table of labels. */
export interface LabelRow {
  readonly image: string;
  readonly label: string;
  /** A mask file, relative to the table. */
  readonly mask?: string;
}
