/** Deeper folders are not looked at. */
const MOST_LEVELS = 4;

/**
 * Which folder of a path is its class: the first, or one further below where the model knows more of those names, as of
 * `data/cat/a.png`.
 * @param isName whether a text is the name of a class
 */
export function classFolder(
  names: readonly string[],
  isName: ((text: string) => boolean) | undefined,
): (name: string) => string | null {
  const folders = names.map((name) => name.split('/').slice(0, -1));
  const known = Array.from({ length: MOST_LEVELS }, (_, level) =>
    isName ? folders.filter((path) => path.length > level && isName(path[level])).length : 0,
  );
  const level = known.indexOf(Math.max(...known));
  return (name) => {
    const path = name.split('/').slice(0, -1);
    return path[level] ?? path.at(-1) ?? null;
  };
}
