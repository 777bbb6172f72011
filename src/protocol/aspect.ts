/** What a metric says of a map: whether it shows what the model goes by, and whether it lies on the object. */
export type Aspect = 'faithfulness' | 'localisation';

/** On which scale a metric stands: what is nothing at all and what is everything, the better end by its direction. */
export interface AspectScale {
  readonly of: Aspect;
  readonly from: number;
  readonly to: number;
}
