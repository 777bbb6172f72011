/** One thing or several of them, in words. */
export const counted = (count: number, one: string, many: string): string => (count === 1 ? one : many);
