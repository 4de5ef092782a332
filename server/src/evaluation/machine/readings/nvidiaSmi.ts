/** What `nvidia-smi` prints about graphics cards. */

/** Asked for in this order, as `--query-gpu=… --format=csv,noheader,nounits`. */
export const nvidiaFields = [
  'index',
  'name',
  'utilization.gpu',
  'memory.used',
  'temperature.gpu',
  'power.draw',
] as const;

export interface NvidiaReading {
  readonly index: number;
  readonly name: string;
  /** Share in [0, 1]; undefined where the card does not tell. */
  readonly utilisation: number | undefined;
  readonly memoryBytes: number | undefined;
  /** Degrees Celsius. */
  readonly temperature: number | undefined;
  /** Watts, an average over 0.1 to 1 s by the driver. */
  readonly power: number | undefined;
}

/**
 * Reads lines of numbers without units; what does not fit is passed over.
 *
 * `[N/A]`, `[Not Supported]` and `[Unknown Error]` are no numbers.
 *
 * @returns one reading for each line, in their order; a card occurs once per sample
 * @source nvidia-smi(1), "Selective Query Options"; memory counts in MiB
 */
export function readNvidiaSmi(text: string): readonly NvidiaReading[] {
  return text.split('\n').flatMap((line): NvidiaReading[] => {
    const cells = line.split(',').map((cell) => cell.trim());
    const index = numberOf(cells[0]);
    if (cells.length !== nvidiaFields.length || index === undefined || !Number.isInteger(index)) return [];
    const utilisation = numberOf(cells[2]);
    const memory = numberOf(cells[3]);
    return [
      {
        index,
        name: cells[1] ?? '',
        utilisation: utilisation === undefined ? undefined : utilisation / 100,
        memoryBytes: memory === undefined ? undefined : memory * 2 ** 20,
        temperature: numberOf(cells[4]),
        power: numberOf(cells[5]),
      },
    ];
  });
}

function numberOf(cell: string | undefined): number | undefined {
  return cell !== undefined && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : undefined;
}
