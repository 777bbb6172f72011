/**
 * Variables of every process that runs networks. glibc gives each thread a heap of its own and keeps what is freed there;
 * with two heaps the memory of an engine grew by 1 % over 1,500 explanations after the first 500, with all of them by
 * 4 % (bench/soak, one run each). Other systems ignore it.
 */
export const ENGINE_ENVIRONMENT: Readonly<Record<string, string>> = Object.freeze({ MALLOC_ARENA_MAX: '2' });
