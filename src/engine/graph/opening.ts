import type { Model } from './model';
import { withShapes } from './shapes';
import { upgraded } from './upgrade';

/** A model as all later code expects it: in operator set OPSET, with the shape of every tensor. */
export function prepared(model: Model): Model {
  return withShapes(upgraded(model));
}
