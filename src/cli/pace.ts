/** Milliseconds between two lines of progress. */
const PAUSE = 1000;

/** Says something at most once per pause, and whatever must be said. */
export function paced(say: (text: string) => void): (text: string, must: boolean) => void {
  let last = -Infinity;
  return (text, must) => {
    if (!must && performance.now() - last < PAUSE) return;
    last = performance.now();
    say(text);
  };
}
