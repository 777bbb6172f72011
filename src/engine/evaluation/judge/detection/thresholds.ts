/** Boxes of a lower score change no average precision that is printed. */
export const LEAST_SCORE = 0.001;
/** Of boxes of one class that overlap more, the most confident one counts, unless the graph selects boxes itself. */
export const MOST_OVERLAP = 0.7;
/** In an image. */
export const MOST_BOXES = 300;
