/** A file that is read in stretches, so that gigabytes of weights are passed over and never loaded. */

export interface ByteSource {
  readonly sizeBytes: number;
  /**
   * Reads a stretch of the file.
   *
   * @returns the bytes from `start` on: `length` of them, fewer only where the file ends, more where that costs nothing
   */
  read(start: number, length: number): Promise<Uint8Array>;
}

/** What a file must not be to be read; `because` ends the sentence "the file cannot be read because it …". */
export class DamagedFile extends Error {
  readonly because: string;

  constructor(because: string) {
    super(because);
    this.name = 'DamagedFile';
    this.because = because;
  }
}

/** The first stretch after a jump, and the longest one while reading on; neighbours are wanted more often than not. */
const firstStep = 4096;
const longestStep = 262_144;
/** What one header may cost; the headers of the largest models in use stay far below. */
const byteBudget = 64_000_000;
const fieldBudget = 2_000_000;

/** A window that moves over a file, with a bound on all that is read through it. */
export class ByteWindow {
  private readonly source: ByteSource;
  private bytes: Uint8Array = new Uint8Array();
  private start = 0;
  private step = firstStep;
  private readSoFar = 0;
  private fieldsSoFar = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  get sizeBytes(): number {
    return this.source.sizeBytes;
  }

  /**
   * Bytes from an offset on.
   *
   * @returns at least `length` bytes, fewer only where the file ends; a view that the next call may end
   * @throws {DamagedFile} when more was read than any honest header needs, or the file shrank meanwhile
   */
  async from(offset: number, length: number): Promise<Uint8Array> {
    const wanted = Math.min(length, this.sizeBytes - offset);
    const end = this.start + this.bytes.length;
    if (offset < this.start || offset + wanted > end) await this.load(offset, wanted);
    return this.bytes.subarray(offset - this.start);
  }

  /** Counts one entry of the file. */
  countField(): void {
    this.fieldsSoFar += 1;
    if (this.fieldsSoFar > fieldBudget) throw new DamagedFile(`has more than ${String(fieldBudget)} entries`);
  }

  private async load(offset: number, wanted: number): Promise<void> {
    const isNeighbour = offset >= this.start && offset <= this.start + this.bytes.length;
    this.step = isNeighbour ? Math.min(this.step * 2, longestStep) : firstStep;
    const length = Math.min(Math.max(wanted, this.step), this.sizeBytes - offset);
    this.readSoFar += length;
    if (this.readSoFar > byteBudget) {
      throw new DamagedFile(`has a header of more than ${String(byteBudget / 1_000_000)} MB`);
    }
    const bytes = await this.source.read(offset, length);
    if (bytes.length < wanted) throw new DamagedFile(`ends at byte ${String(offset + bytes.length)} while it is read`);
    this.bytes = bytes;
    this.start = offset;
  }
}
