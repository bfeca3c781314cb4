/**
 * Puts at one place the number that would stand there if all were sorted, smaller ones before it and larger ones
 * behind: in the time of a few walks over the numbers, none of them NaN.
 * https://en.wikipedia.org/wiki/Quickselect, with Hoare's partition.
 */
export function putInPlace(numbers: Float64Array | Int32Array, place: number): void {
  let first = 0;
  let last = numbers.length - 1;
  while (first < last) {
    const pivot = numbers[(first + last) >> 1] ?? 0;
    let low = first;
    let high = last;
    while (low <= high) {
      while ((numbers[low] ?? 0) < pivot) low += 1;
      while ((numbers[high] ?? 0) > pivot) high -= 1;
      if (low > high) break;
      const number = numbers[low] ?? 0;
      numbers[low] = numbers[high] ?? 0;
      numbers[high] = number;
      low += 1;
      high -= 1;
    }
    if (place <= high) last = high;
    else if (place >= low) first = low;
    else return;
  }
}

/**
 * The places of the highest counts, as many as `limit`, the highest first; `inOrder` compares places with the
 * same count. Only those are sorted that may be among them.
 */
export function placesOfMost(
  counts: Int32Array,
  limit: number,
  inOrder: (a: number, b: number) => number,
): number[] {
  const least = atLeast(counts, limit);
  const places: number[] = [];
  for (let place = 0; place < counts.length; place += 1)
    if ((counts[place] ?? 0) >= least) places.push(place);
  return places.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || inOrder(a, b)).slice(0, limit);
}

/** The count of the last of the highest, as many as `limit`. */
function atLeast(counts: Int32Array, limit: number): number {
  if (counts.length <= limit) return 0;
  const numbers = counts.slice();
  putInPlace(numbers, numbers.length - limit);
  return numbers[numbers.length - limit] ?? 0;
}
