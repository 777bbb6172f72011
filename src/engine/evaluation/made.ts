import type { Asked } from './asked';
import type { PlannedMethod } from './plan';

/** What is made once for each method and question. */
export class Made<T> {
  private readonly all = new Map<PlannedMethod, Map<Asked, Promise<T>>>();

  of(method: PlannedMethod, asked: Asked, make: () => Promise<T>): Promise<T> {
    const own = this.all.get(method) ?? new Map<Asked, Promise<T>>();
    this.all.set(method, own);
    const made = own.get(asked) ?? make();
    own.set(asked, made);
    return made;
  }
}
