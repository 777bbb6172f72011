/** `total` dealt out in proportion, by the largest remainders: the same sum, and never more than there are. */
export function shares(counts: readonly number[], total: number): number[] {
  const all = counts.reduce((a, b) => a + b, 0);
  const exact = counts.map((count) => (count * total) / all);
  const dealt = exact.map(Math.floor);
  const order = [...exact.keys()].sort((a, b) => exact[b] - dealt[b] - (exact[a] - dealt[a]) || a - b);
  let left = total - dealt.reduce((a, b) => a + b, 0);
  for (const k of order) {
    if (left === 0) break;
    if (dealt[k] === counts[k]) continue;
    dealt[k]++;
    left--;
  }
  return dealt;
}
