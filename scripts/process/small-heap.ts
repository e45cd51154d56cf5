/**
 * Flags that make Node collect garbage before it takes more memory, without a limit at which a process would die: 8 MB for
 * new objects, and a collection of the old ones whenever they have grown by half. The services need half the memory at the
 * same speed (docs/benchmarks.md). The container images use the same flags.
 */
export const SMALL_HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=50'];
