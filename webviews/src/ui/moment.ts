/** Moments as people read them. */

/** @param iso ISO 8601; one in UTC is shown to the minute without its letters, another one as it is written */
export function momentText(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z$/.test(iso) ? iso.slice(0, 16).replace('T', ' ') : iso;
}
