const PLAIN = /^[\w@%+=:,./-]+$/;

/** Words as one line that a POSIX shell reads back as they are. */
export function shellCommand(words: readonly string[]): string {
  return words.map((word) => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
