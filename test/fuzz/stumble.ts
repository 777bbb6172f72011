/** Frames of the runtime itself, in which an error is made that its caller has caused. */
const OF_THE_RUNTIME = /(\(|at )(node:|<anonymous>)/;
const OF_THE_PROJECT = /[\\/](?<!node_modules.*)src[\\/](engine|protocol|cli)[\\/]/;
/** So many of the functions in which it stumbled are told. */
const MOST_FRAMES = 4;

/**
 * The place in a reader that stumbled over what it did not look for: an error of the language that our own code caused, though
 * the sentence around it reads well. Libraries may stumble as they like, if a reader says what that means.
 */
export function stumble(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (!(error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError)) continue;
    const frames = (error.stack ?? '').split('\n').filter((line) => /^\s*at /.test(line));
    const first = frames.find((frame) => !OF_THE_RUNTIME.test(frame));
    if (first && OF_THE_PROJECT.test(first))
      return `${error.message} ${frames
        .slice(0, MOST_FRAMES)
        .map((frame) => frame.trim())
        .join(' ')}`;
  }
  return undefined;
}
