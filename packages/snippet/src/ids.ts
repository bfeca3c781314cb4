/**
 * A UUIDv7, which sorts by time: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 * Made from getRandomValues, since `crypto.randomUUID` is missing on http pages. Random bytes are written
 * in decimal, whose digits are hexadecimal digits too: 18 of them at least. The time has eleven until 2527.
 */
export function uuidv7(nowMs: number): string {
  const random = crypto.getRandomValues(new Uint8Array(18)).join('');
  const digits = `0${nowMs.toString(16)}7${random.slice(-3)}8${random}`;
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})(.{12}).*/, '$1-$2-$3-$4-$5');
}
