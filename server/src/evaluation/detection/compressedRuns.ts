/** Runs as COCO writes them into text: 5 bits in each character, and the difference to the run two before. */

/** The character of five zero bits. */
const zero = 48;

/**
 * Reads the runs of a text.
 *
 * @param pixels height * width, which the runs must fill
 * @returns the runs, or why they are none, as the end of "… cannot be used because …"
 * @source equals what pycocotools.mask.decode understands
 */
export function readCompressedRuns(text: string, pixels: number): Uint32Array | { readonly because: string } {
  const runs = new Uint32Array(text.length);
  let count = 0;
  let at = 0;
  let sum = 0;
  while (at < text.length) {
    let value = 0;
    let scale = 1;
    for (;;) {
      const bits = text.charCodeAt(at) - zero;
      if (!(bits >= 0 && bits < 64)) return { because: `its compressed runs end or break off at character ${at}` };
      at += 1;
      value += (bits & 31) * scale;
      scale *= 32;
      if ((bits & 32) !== 0) {
        if (scale > 2 ** 40) return { because: `its compressed runs hold a number without end at character ${at}` };
        continue;
      }
      // The highest bit is the sign.
      if ((bits & 16) !== 0) value -= scale;
      break;
    }
    if (count > 2) value += runs[count - 2] ?? 0;
    if (value < 0) return { because: `run ${count + 1} of its mask is negative` };
    sum += value;
    if (sum > pixels) return { because: `its runs cover more than the ${pixels} pixels of the image` };
    runs[count++] = value;
  }
  if (sum !== pixels) return { because: `its runs cover ${sum} of the ${pixels} pixels of the image` };
  return runs.slice(0, count);
}

/**
 * Writes runs as text.
 *
 * @source equals pycocotools.mask.encode
 */
export function writeCompressedRuns(runs: Uint32Array): string {
  const characters: number[] = [];
  runs.forEach((run, at) => {
    let value = at > 2 ? run - (runs[at - 2] ?? 0) : run;
    for (;;) {
      const bits = value & 31;
      value = Math.floor(value / 32);
      const isDone = (bits & 16) === 0 ? value === 0 : value === -1;
      characters.push(zero + bits + (isDone ? 0 : 32));
      if (isDone) break;
    }
  });
  return String.fromCharCode(...characters);
}
