/** Does work for the newest of what it is given, one at a time: what came meanwhile and was superseded is left out. */
export function latest<T>(work: (value: T) => Promise<void>): (value: T) => void {
  let next: { readonly value: T } | null = null;
  let busy = false;
  const go = async (): Promise<void> => {
    busy = true;
    for (let one = next; one; one = next) {
      next = null;
      await work(one.value);
    }
    busy = false;
  };
  return (value) => {
    next = { value };
    if (!busy) void go();
  };
}
