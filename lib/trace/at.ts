/** The member at an index that is known to be in range. */
export function at<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}

/** The same for integer columns; apart from {@link at} so that hot loops stay fast. */
export function intAt(column: Int32Array, index: number): number {
  return column[index] as number;
}
