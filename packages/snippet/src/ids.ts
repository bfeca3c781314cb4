/**
 * A UUIDv7, which sorts by time: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7
 * Made from getRandomValues, since `crypto.randomUUID` is missing on http pages. Random bytes are written
 * in decimal, whose digits are hexadecimal digits too: 18 of them at least. The time has eleven until 2527.
 */
export function uuidv7(nowMs: number): string {
  const time = `0${nowMs.toString(16)}`;
  const random = crypto.getRandomValues(new Uint8Array(18)).join('');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`;
}
