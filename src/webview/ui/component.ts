/** A part of a page; `update` brings it up to date with what the page shows. */
export interface Component {
  readonly element: HTMLElement;
  update(): void;
}
