/** Ids by which data sets call their classes: WordNet's n01440764 and 01440764-n, Freebase's /m/0k4j, Wikidata's Q146. */
const IDENTIFIER = /^(?:n\d{8}|\d{8}-n|\/[mg]\/\w+|Q\d+)$/;
const WORDNET_LINE = /^(n\d{8})[\s,:]+(\S.*)$/;

export const isIdentifier = (text: string): boolean => IDENTIFIER.test(text);

/** `n01440764 tench, Tinca tinca` as the id and the rest; null for any other text. */
export function splitIdentifier(text: string): { readonly id: string; readonly rest: string } | null {
  const match = WORDNET_LINE.exec(text);
  return match && { id: match[1], rest: match[2].trim() };
}
