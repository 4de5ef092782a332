/** Numbers of a free text, with what they are called behind the name of its column. */
export const textMeasures = ['characters', 'words', 'unknown words'] as const;
