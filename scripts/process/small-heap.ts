/**
 * How Node is told to collect garbage before it asks for more memory, without a limit at which a process would die; the
 * images say the same. Half the memory at the same speed (docs/benchmarks.md): 8 MB for what is young, and the old ones
 * are looked through when they have grown by half.
 */
export const SMALL_HEAP = ['--max-semi-space-size=8', '--heap-growing-percent=50'];
