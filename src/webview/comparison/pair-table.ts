import type { ComparedImage, ComparisonDocument } from '../../protocol/comparison-panel';
import { nameOfPair, type PairMeasure, type PairTable } from '../../protocol/pair-table';
import { seriesPlace } from '../../protocol/series-name';

type Known = Pick<ComparisonDocument, 'inputs' | 'images' | 'models' | 'summary'>;

/** How alike every two methods are on each image that is done, models side by side; null where no two methods are. */
export function pairTableOf({ inputs, images, models, summary }: Known, measure: PairMeasure): PairTable | null {
  const found = placesOf(pairsIn(images), models);
  const names = [...new Set(found.map(({ name }) => name))];
  if (names.length === 0) return null;
  const places = names.map((name) =>
    models.map((_, model) => found.find((one) => one.name === name && one.model === model)?.place ?? null),
  );
  const rows = images.flatMap((image, at) => {
    if (image.state !== 'done') return [];
    const of = (place: number | null): number | null =>
      place === null ? null : (image.pairs[place]?.values[measure.id] ?? null);
    return [{ image: inputs[at]?.name ?? '', values: places.map((own) => own.map(of)) }];
  });
  const means = places.map((own) =>
    own.map((place) => (place === null ? null : (summary?.summary.pairs[place]?.values[measure.id] ?? null))),
  );
  return { measure, models: models.map(({ name }) => name), pairs: names, rows, means };
}

const pairsIn = (images: readonly ComparedImage[]) => images.find((image) => image.state === 'done')?.pairs ?? [];

interface PairPlace {
  readonly name: string;
  readonly model: number;
  /** In the list of pairs. */
  readonly place: number;
}

/** The pairs of two methods under one model. */
const placesOf = (pairs: ReturnType<typeof pairsIn>, models: Known['models']): PairPlace[] =>
  pairs.flatMap(({ first, second }, place) => {
    const [a, b] = [first, second].map((name) => seriesPlace(name, models));
    return a && b && a.model === b.model ? [{ name: nameOfPair(a.kind, b.kind), model: a.model, place }] : [];
  });
