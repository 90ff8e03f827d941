import { median } from './statistics.ts';

/**
 * By how much y grows where x grows by one: the median of the slopes between all pairs of points (Theil and Sen), which a third of
 * the points being anything does not disturb. NaN for fewer than two points.
 */
export function robustSlope(points: readonly (readonly [x: number, y: number])[]): number {
  const slopes = points.flatMap(([x, y], index) =>
    points.slice(index + 1).flatMap(([laterX, laterY]) => (laterX === x ? [] : [(laterY - y) / (laterX - x)])),
  );
  return median(slopes);
}
