// Output comes in pieces that end anywhere: what two programs write at once stays readable line by line.

export interface WholeLines {
  /** Takes the next piece of output. */
  readonly add: (text: string) => void;
  /** Hands over what came after the last line break, if anything did. */
  readonly end: () => void;
}

/** @param take gets each line once it is whole, without its line break */
export function wholeLines(take: (line: string) => void): WholeLines {
  let begun = '';
  return {
    add: (text) => {
      const lines = (begun + text).split(/\r?\n/);
      begun = lines.pop() ?? '';
      for (const line of lines) take(line);
    },
    end: () => {
      if (begun !== '') take(begun);
      begun = '';
    },
  };
}
