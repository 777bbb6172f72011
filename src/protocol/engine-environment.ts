/**
 * What a process that runs models is started with, where the user sets nothing else. glibc gives every thread a heap of
 * its own and keeps what they hold when they are fragmented: over thousands of explanations the process grew by half.
 */
export const ENGINE_ENVIRONMENT: Readonly<Record<string, string>> = Object.freeze({ MALLOC_ARENA_MAX: '2' });
