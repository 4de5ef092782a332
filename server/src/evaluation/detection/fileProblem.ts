/** What is wrong with a file of truths or answers: a whole sentence that names the file and the place. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';
}

/** A file that was read, with the name that the user gave it. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}
