/** Groups as single letters, so that a path is a short text: it is found by it ten times as fast as by its names. */
const letters: string[] = [];

/** The letter of a group; whole code points, none of the halves that make up others. */
export function letterOf(group: number): string {
  return (letters[group] ??= String.fromCodePoint(group < 0xd000 ? group + 0x100 : group + 0x10000));
}

/** The group of a letter. */
export function groupOfLetter(letter: string): number {
  const point = letter.codePointAt(0) ?? 0;
  return point < 0x10000 ? point - 0x100 : point - 0x10000;
}
