/** Types of prepareExample.mjs, which plain Node runs before anything is built. */
export interface PrepareOptions {
  readonly source?: string;
  readonly target?: string;
  readonly pin?: string;
}

export interface PreparedExample {
  readonly path: string;
  readonly bytes: number;
  readonly copied: boolean;
}

export function prepareExample(options?: PrepareOptions): Promise<PreparedExample>;
