import type { InputView, PredictResult } from '../../../protocol/prediction';
import type { ExplainInput } from '../../../protocol/explain-document';
import type { GridRow } from '../../../protocol/map-grid';
import type { Raster } from '../../../protocol/raster';
import { defaultTarget } from '../../../protocol/target';
import { meanSlice, reducedImage } from './reduction';
import { truthOf } from './truth';

/** A row of which nothing is known but the input. */
export function emptyRow({ uri, truth }: ExplainInput): GridRow {
  return {
    uri,
    state: 'waiting',
    image: null,
    signal: null,
    prediction: null,
    truth: truth ?? null,
    cells: {},
    error: null,
  };
}

/** As a row is while nothing runs. */
export const settled = (row: GridRow): GridRow => (row.state === 'running' ? { ...row, state: 'waiting' } : row);

/** What a row shows once the model has spoken of its input. */
export const saidOf = (input: ExplainInput, said: PredictResult): Partial<GridRow> => ({
  image: imageOf(said.input),
  signal: said.input.signal,
  prediction: {
    first: said.boxes ? said.predictions[0] : defaultTarget(said),
    ...(said.link && { link: said.link }),
  },
  truth: truthOf(input, said) ?? null,
});

/** What a cell shows of an input: of a volume the mean of its slices; null of signals. */
function imageOf({ image, volume }: InputView): Raster | null {
  const shown = image ?? (volume ? meanSlice(volume) : null);
  return shown && reducedImage(shown);
}
