import * as vscode from 'vscode';
import type { NamedMap } from '../../../protocol/comparison';
import type { ComparisonDocument, LeftOutMap } from '../../../protocol/comparison-panel';
import { LensError } from '../../../protocol/error';
import type { ExplainEvent } from '../../../protocol/explain';
import type { PredictResult } from '../../../protocol/prediction';
import type { Raster } from '../../../protocol/raster';
import type { Services } from '../../services';
import { boxUnder } from './box';
import type { Series } from './series';

export interface MadeMaps {
  readonly maps: readonly NamedMap[];
  /** As the network sees it; null for what is no image. */
  readonly image: Raster | null;
  /** By model, in the order in which they first occur; none for maps that were made elsewhere. */
  readonly predictions: readonly PredictResult[];
  /** Kinds of maps that could not be made. */
  readonly failed: readonly LeftOutMap[];
}

/**
 * The maps of one image: one call per model, so that its methods share their passes. A method that fails does not keep
 * the others away.
 */
export async function makeMaps(
  { engine, files }: Pick<Services, 'engine' | 'files'>,
  image: vscode.Uri,
  series: readonly Series[],
  { target, box }: Pick<ComparisonDocument, 'target' | 'box'>,
  signal: AbortSignal,
): Promise<MadeMaps> {
  const input = await files.pathOf(image);
  const made = new Map<Series, NamedMap>();
  const predictions: PredictResult[] = [];
  const failed: LeftOutMap[] = [];
  const models = new Set(series.map(({ model }) => model.uri));
  for (const uri of models) {
    const model = await files.pathOf(vscode.Uri.parse(uri));
    const own = series.filter((one) => one.model.uri === uri);
    const onEvent = (event: ExplainEvent): void => {
      const { name } = own[event.index] ?? {};
      if (event.kind === 'finished') made.set(own[event.index], { name, map: event.result.map });
      if (event.kind === 'failed') failed.push({ name, error: event.error });
    };
    const prediction = await engine.call('input.predict', { model, input }, { signal });
    predictions.push(prediction);
    const methods = own.map(({ request }) => request);
    try {
      const asked = models.size > 1 && box ? await boxUnder(engine, box, { model, input, prediction }) : box?.target;
      await engine.call(
        'input.explain',
        { model, input, methods, ...(target !== null && { target }), ...(asked && { box: asked }) },
        { signal, onEvent },
      );
    } catch (thrown) {
      if (!box || signal.aborted) throw thrown;
      const error = LensError.from(thrown).toReport();
      failed.push(...own.map(({ name }) => ({ name, error })));
    }
  }
  const maps = series.map((one) => made.get(one)).filter((map) => map !== undefined);
  return { maps, image: predictions[0]?.input.image ?? null, predictions, failed };
}
