/** Scales a vector to length 1, so that a dot product is the cosine. A zero vector stays as it is. */
export function normalized(vector: ArrayLike<number>): Float32Array {
  const result = Float32Array.from(vector);
  const length = Math.hypot(...result);
  return length === 0 ? result : result.map(value => value / length);
}

/** The cosine of two vectors of unit length: 1 for the same direction. */
export function cosine(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}
