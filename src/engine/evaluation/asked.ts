/** What an explanation is asked for. */
export interface Asked {
  /** The class, label or output. */
  readonly target: number;
  /** The class whose pixels of a mask are the object. */
  readonly label: number | null;
}
