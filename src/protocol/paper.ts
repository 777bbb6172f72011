/** Where a method or a metric is defined: its paper, or the nearest reference where it has none of its own. */
export interface Paper {
  /** Surnames, as a text cites them: `Ribeiro, Singh & Guestrin`. */
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  /** An `https` address: arXiv or DOI where there is one. */
  readonly url: string;
}

/** A paper in one line, as reports and tooltips cite it. Results of builds before 0.1.0 hold that line itself. */
export function citation(paper: Paper | string): string {
  return typeof paper === 'string' ? paper : `${paper.authors} ${paper.year}, ${paper.title}`;
}
