/** What files of the Linux kernel say about memory, cores, heat and power. */

/** Whole numbers as sysfs prints them. */
function wholeOf(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  return /^-?\d{1,19}$/.test(trimmed) ? Number(trimmed) : undefined;
}

/**
 * A field of `/proc/<pid>/status` that counts in kB, in bytes.
 *
 * @source proc_pid_status(5); its kB are 1,024 bytes
 */
export function readStatusBytes(text: string, field: 'VmHWM' | 'VmRSS'): number | undefined {
  const match = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(text);
  return match === null ? undefined : Number(match[1]) * 1024;
}

/**
 * Cores that a control group may use.
 *
 * @param text `cpu.max` of version 2, such as `200000 100000`; `max` means without bound
 * @returns undefined without a bound
 * @source cgroup-v2, "CPU Interface Files"
 */
export function readCpuMax(text: string): number | undefined {
  const [quota = '', period = '100000'] = text.trim().split(/\s+/);
  const cores = Number(quota) / Number(period);
  return /^\d+$/.test(quota) && Number.isFinite(cores) && cores > 0 ? cores : undefined;
}

/** The same of version 1: `cpu.cfs_quota_us` (−1 without bound) and `cpu.cfs_period_us`. */
export function readCfsQuota(quota: string, period: string): number | undefined {
  const [given, each] = [wholeOf(quota), wholeOf(period)];
  return given === undefined || each === undefined || given <= 0 || each <= 0 ? undefined : given / each;
}

/**
 * Folders of the control group of a process, from its own up to the root, below `/sys/fs/cgroup`.
 *
 * @param text of `/proc/self/cgroup`
 */
export function readCgroupFolders(text: string): readonly string[] {
  const path = /^0::(\/.*)$/m.exec(text)?.[1] ?? '/';
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return Array.from({ length: parts.length + 1 }, (_, index) => parts.slice(0, parts.length - index).join('/'));
}

/** Degrees Celsius from `temp*_input` of hwmon or `temp` of a thermal zone, which count in thousandths. */
export function readMillidegrees(text: string): number | undefined {
  const value = wholeOf(text);
  // Zones without a sensor say 0 or absurd numbers.
  return value === undefined || value <= 0 || value > 150_000 ? undefined : value / 1000;
}

/**
 * Energy between two readings of RAPL, in joules.
 *
 * @param from @param to `energy_uj` at both ends, in µJ
 * @param range `max_energy_range_uj`, at which the counter begins anew
 * @returns undefined when a reading is no number; right as long as it began anew at most once
 * @source kernel documentation, "Power Capping Framework"
 */
export function readRaplEnergy(from: string, to: string, range: string): number | undefined {
  const [first, last, most] = [wholeOf(from), wholeOf(to), wholeOf(range)];
  if (first === undefined || last === undefined) return undefined;
  if (last >= first) return (last - first) / 1e6;
  return most === undefined || most < first ? undefined : (most - first + last) / 1e6;
}

/** A battery, from its `uevent` file. */
export interface BatteryReading {
  readonly isDischarging: boolean;
  /** Watts that leave the battery; undefined where it does not tell. */
  readonly power: number | undefined;
}

/**
 * @param uevent of a folder in `/sys/class/power_supply`
 * @returns undefined when it is no battery
 * @source kernel documentation, "power_supply_class": µW, µA, µV; some drivers give a sign
 */
export function readBattery(uevent: string): BatteryReading | undefined {
  const fields = new Map(
    uevent.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at === -1 ? [] : [[line.slice(0, at).replace('POWER_SUPPLY_', ''), line.slice(at + 1)] as const];
    }),
  );
  if (fields.get('TYPE') !== 'Battery') return undefined;
  const power = wholeOf(fields.get('POWER_NOW'));
  const [current, voltage] = [wholeOf(fields.get('CURRENT_NOW')), wholeOf(fields.get('VOLTAGE_NOW'))];
  const product = current === undefined || voltage === undefined ? undefined : (current * voltage) / 1e12;
  const watts = power === undefined ? product : power / 1e6;
  return {
    isDischarging: fields.get('STATUS') === 'Discharging',
    power: watts === undefined || watts === 0 ? undefined : Math.abs(watts),
  };
}
