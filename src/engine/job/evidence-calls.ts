import { cellEvidence } from '../evidence/cell';
import { keepEvidence } from '../evidence/kept';
import { mapEvidence } from '../evidence/map';
import type { Answering, Answers } from './answers';

/** Answers about what a metric did to come to its number. */
export function evidenceAnswers({ models, lanes, opened }: Answering): Answers<'map' | 'cell' | 'evidence'> {
  return {
    'map.evidence': (request, _, signal) =>
      lanes.interactively(async (lane) =>
        mapEvidence(await opened(request.model, request.input), request, { signal, lane }),
      ),
    'cell.evidence': (request, _, signal) =>
      lanes.interactively((lane) => cellEvidence(request, (path, image) => models.open(path, image), { signal, lane })),
    'evidence.keep': (request, _, signal) =>
      lanes.interactively((lane) =>
        keepEvidence(request.out, [request], (path, image) => models.open(path, image), { signal, lane }),
      ),
  };
}
