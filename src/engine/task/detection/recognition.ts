import type { DetectorHead } from './head';
import type { DetectorLayout, HeadReading, UsualInput } from './layout';
import { detectorLayouts } from './layouts';
import { wholeImage } from './usual';

/** A detector's outputs as they are read. */
export interface DetectorReading extends HeadReading {
  readonly layout: DetectorLayout;
}

/** How images are made for a detector, where the graph says nothing. */
export const usualInput = ({ layout, usual }: DetectorReading): UsualInput => usual ?? layout.usual ?? wholeImage;

/** The first layout that the outputs of a graph have; undefined where it is no detector. */
export function detectorReading(head: DetectorHead): DetectorReading | undefined {
  for (const layout of detectorLayouts) {
    const reading = layout.recognise(head);
    if (reading) return { layout, ...reading };
  }
  return undefined;
}
