import type { ExplainDocument } from '../../../protocol/explain-document';
import type { ExplainToHost, ExplainToPanel } from '../../../protocol/explain-panel';
import type { Handlers } from '../../../protocol/handlers';
import type { Services } from '../../services';
import { Snapshot } from '../snapshot';
import { CardVerdicts } from './card-verdicts';
import { MapGridRuns } from './map-grid';
import { ObjectMasks, type UnsavedMasks } from './objects';
import { TrustStrips } from './trust-strips';
import { ModelVersions } from './versions/model-versions';

/** What the panel shows beside what the session does: each hears of every change, and has work of its own. */
export class Companions {
  readonly objects: ObjectMasks;
  readonly trust: TrustStrips;
  readonly verdicts: CardVerdicts;
  readonly grid: MapGridRuns;
  readonly versions: ModelVersions;

  constructor(services: Services, documentNow: () => ExplainDocument, post: (message: ExplainToPanel) => void) {
    const masks = new Snapshot<UnsavedMasks>(services.context.storageUri, 'object');
    this.objects = new ObjectMasks(services, masks, documentNow, post);
    this.trust = new TrustStrips(services, documentNow, () => this.objects.now, post);
    this.verdicts = new CardVerdicts(services, documentNow, post);
    this.grid = new MapGridRuns(services, documentNow, post);
    this.versions = new ModelVersions(services, documentNow, post);
  }

  heard(message: ExplainToPanel): void {
    for (const one of [this.objects, this.trust, this.verdicts]) one.heard(message);
    if (message.kind !== 'document' && message.kind !== 'update') return;
    for (const one of [this.grid, this.versions]) one.heard();
  }

  /** What a page that is shown again has to know. */
  tell(): void {
    for (const one of this.all()) one.tell();
  }

  dispose(): void {
    for (const one of this.all()) one.dispose();
  }

  private all() {
    return [this.objects, this.trust, this.verdicts, this.grid, this.versions];
  }
}

type ToCompanions =
  | 'paint'
  | 'saveObject'
  | 'dropObject'
  | 'trustAll'
  | 'verdict'
  | 'gridShow'
  | 'gridPredict'
  | 'gridRun'
  | 'gridCancel';

/** What the page asks of them. */
export const companionHandlers = (
  companions: () => Pick<Companions, 'objects' | 'trust' | 'verdicts' | 'grid'>,
): Handlers<Extract<ExplainToHost, { kind: ToCompanions }>> => ({
  paint: ({ mask }) => companions().objects.paint(mask),
  saveObject: () => companions().objects.save(),
  dropObject: () => companions().objects.drop(),
  trustAll: ({ card }) => companions().trust.all(card),
  verdict: ({ card, verdict }) => companions().verdicts.give(card, verdict),
  gridShow: ({ first }) => companions().grid.show(first),
  gridPredict: () => companions().grid.predict(),
  gridRun: () => companions().grid.run(),
  gridCancel: () => companions().grid.cancel(),
});
