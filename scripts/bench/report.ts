import { cpus, totalmem } from 'node:os';

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** The median of a figure over all rounds. */
export const medianOf =
  <Figure extends string>(rounds: readonly Record<Figure, number>[]) =>
  (figure: Figure): number =>
    median(rounds.map((round) => round[figure]));

export const rate = (value: number): string => Math.round(value).toLocaleString('en');

/** Date, machine and figures as a row of docs/benchmarks.md. */
export function row(figures: readonly string[]): string {
  const { model } = cpus()[0] ?? { model: 'unknown' };
  const machine = `${String(cpus().length)} × ${model.trim()}, ${String(Math.round(totalmem() / 2 ** 30))} GiB, Node ${process.versions.node}`;
  return `| ${[new Date().toISOString().slice(0, 10), machine, ...figures].join(' | ')} |`;
}
