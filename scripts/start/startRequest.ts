// What `npm start` wants to have open, whichever VS Code it is.

export interface StartRequest {
  /** Absolute path of the working tree, built. */
  readonly root: string;
  /** Absolute path of the folder to open. */
  readonly folder: string;
  /** Absolute path of the file to show in it. */
  readonly openFile: string;
  readonly trusted: boolean;
  /** Aborted when everything is to end. */
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
}
