/** Names that differ in more of their letters are not meant. */
const MOST_DIFFERENT = 0.4;
const MOST_CHARACTERS = 60;

/** The known name that was probably meant, whatever its capitals and separators; null where none is near. */
export function nearestName(written: string, known: readonly string[]): string | null {
  if (written.length > MOST_CHARACTERS) return null;
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z\d]+/g, '');
  const [best] = known
    .map((name) => ({ name, distance: editDistance(plain(written), plain(name)) }))
    .sort((a, b) => a.distance - b.distance);
  return best && best.distance <= MOST_DIFFERENT * best.name.length ? best.name : null;
}

/** Letters to insert, remove or replace (Levenshtein 1966). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1])));
    row = next;
  }
  return row[b.length];
}
