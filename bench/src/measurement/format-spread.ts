import { spreadOf } from './statistics.ts';

/** The median of the rounds and, behind it, the lowest and the highest: `1.42 (1.30 to 1.71)`; `-` where nothing was measured. */
export function formatSpread(rounds: readonly number[], digits: number): string {
  const { median, lowest, highest } = spreadOf(rounds);
  if (Number.isNaN(median)) return '-';
  return `${median.toFixed(digits)} (${lowest.toFixed(digits)} to ${highest.toFixed(digits)})`;
}

/** How many times as much as the peer: `1.8x`. Both are the rounds of one run. */
export function formatRatio(subject: readonly number[], peer: readonly number[]): string {
  const ratio = spreadOf(subject).median / spreadOf(peer).median;
  return Number.isFinite(ratio) ? `${ratio.toFixed(2)}x` : '-';
}
