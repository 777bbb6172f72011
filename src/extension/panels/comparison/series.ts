import type { ComparedModel, ComparisonDocument } from '../../../protocol/comparison-panel';
import type { MethodRequest } from '../../../protocol/method';
import type { CardKey } from '../../../protocol/explain-document';
import { seriesName } from '../../../protocol/series-name';
import { requestsOf } from '../choices';

/** One kind of map: a method as it is set up, under one of the models. */
export interface Series {
  /** Unique in the comparison, human-readable. */
  readonly name: string;
  readonly model: ComparedModel;
  readonly request: MethodRequest;
}

/** Every chosen method, with each combination of the values it compares, under every model. */
export function seriesOf({
  models,
  methods,
  choices,
}: Pick<ComparisonDocument, 'models' | 'methods' | 'choices'>): Series[] {
  const requests = choices.filter(({ selected }) => selected).flatMap(requestsOf);
  const nameOf = ({ method, variant }: CardKey): string =>
    mapName(methods.find(({ id }) => id === method)?.label ?? method, variant);
  return models.flatMap((model) =>
    requests.map(({ key, request }) => ({
      name: seriesName(nameOf(key), model, models),
      model,
      request,
    })),
  );
}

/** A method's label with the values that tell it from its other maps: RISE (cells 7, seed 1). */
export function mapName(label: string, variant: CardKey['variant']): string {
  const values = Object.entries(variant ?? {}).map(([name, value]) => `${name} ${String(value)}`);
  return values.length > 0 ? `${label} (${values.join(', ')})` : label;
}
