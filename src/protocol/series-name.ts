/** A kind of map of a comparison: a method as it is set up, under one of the models. */
export interface SeriesPlace {
  readonly kind: string;
  /** Index of the model. */
  readonly model: number;
}

interface Named {
  readonly name: string;
}

/** Its name, which says the model where there are several. */
export const seriesName = (kind: string, model: Named, models: readonly Named[]): string =>
  models.length > 1 ? `${kind}${endOf(model)}` : kind;

/** What such a name says; null for a map that was made elsewhere, under no model of these. */
export function seriesPlace(name: string, models: readonly Named[]): SeriesPlace | null {
  if (models.length < 2) return { kind: name, model: 0 };
  const model = models.findIndex((one) => name.endsWith(endOf(one)));
  return model < 0 ? null : { kind: name.slice(0, -endOf(models[model]).length), model };
}

const endOf = ({ name }: Named): string => ` · ${name}`;
