/** From this probability on a label counts as given, where nobody says otherwise. */
export const usualThreshold = 0.5;
