/** Words that speak of data which the law protects most: health, biometrics, origin, belief. */

/** Beginnings of words → what they speak of. */
const stems: readonly (readonly [stem: string, topic: string])[] = [
  ['biometr', 'biometric data'],
  ['fingerprint', 'biometric data'],
  ['facial', 'biometric data'],
  ['voiceprint', 'biometric data'],
  ['genetic', 'genetic data'],
  ['genom', 'genetic data'],
  ['medical', 'health'],
  ['medicat', 'health'],
  ['diagnos', 'health'],
  ['disease', 'health'],
  ['disabilit', 'health'],
  ['pregnan', 'health'],
  ['psychiatr', 'health'],
  ['ethnic', 'ethnic origin'],
  ['racial', 'ethnic origin'],
  ['religio', 'religion'],
  ['politic', 'political opinions'],
  ['sexual', 'sexual orientation'],
];

/** Whole words, because they stand inside harmless ones: `surface`, `invoice`. */
const words: ReadonlyMap<string, string> = new Map([
  ['face', 'biometric data'],
  ['faces', 'biometric data'],
  ['iris', 'biometric data'],
  ['voice', 'biometric data'],
  ['voices', 'biometric data'],
  ['dna', 'genetic data'],
  ['health', 'health'],
  ['hiv', 'health'],
  ['illness', 'health'],
  ['race', 'ethnic origin'],
]);

/** What a text, such as the name of a column, speaks of; undefined when no word of it is known. */
export function sensitiveTopic(text: string): string | undefined {
  const parts = text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  for (const part of parts) {
    const topic = words.get(part) ?? stems.find(([stem]) => part.startsWith(stem))?.[1];
    if (topic !== undefined) return topic;
  }
  return undefined;
}
