import type { DetectorHead } from './head';
import type { DetectorLayout, HeadReading } from './layout';
import { detectorLayouts } from './layouts';

/** A detector's outputs as they are read. */
export interface DetectorReading extends HeadReading {
  readonly layout: DetectorLayout;
}

/** The first layout that the outputs of a graph have; undefined where it is no detector. */
export function detectorReading(head: DetectorHead): DetectorReading | undefined {
  for (const layout of detectorLayouts) {
    const reading = layout.recognise(head);
    if (reading) return { layout, ...reading };
  }
  return undefined;
}
