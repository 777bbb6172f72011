/** A function that remembers its last answer: called again with the very same arguments, it gives the same object. */
export function memo<A extends readonly unknown[], R>(make: (...argument: A) => R): (...argument: A) => R {
  let last: { readonly argument: A; readonly answer: R } | undefined;
  return (...argument) => {
    if (!last || argument.some((value, i) => value !== last?.argument[i]))
      last = { argument, answer: make(...argument) };
    return last.answer;
  };
}
