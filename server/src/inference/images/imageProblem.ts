/** What is wrong with one image: the end of a sentence that begins with its path, such as `is truncated`. */
export class ImageProblem extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'ImageProblem';
  }
}
