/** Heat, power and graphics cards, as far as this system tells without more rights. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { measured, unavailable } from '../../evaluation/machine/machineFigure.ts';
import type { MachineFigure } from '../../evaluation/machine/machineFigure.ts';
import { readBattery, readMillidegrees, readRaplEnergy } from '../../evaluation/machine/readings/linuxReadings.ts';
import { nvidiaFields, readNvidiaSmi } from '../../evaluation/machine/readings/nvidiaSmi.ts';
import type { NvidiaReading } from '../../evaluation/machine/readings/nvidiaSmi.ts';

export type SensorFigures = Readonly<Record<'temperature' | 'power' | 'gpu' | 'gpu-memory', MachineFigure>>;

export interface SystemSensors {
  /** Takes a sample when the last one is old enough; costs less than a millisecond. */
  readonly look: () => void;
  /** Ends watching, and tells what was seen. */
  readonly finish: () => Promise<SensorFigures>;
}

const betweenSamplesMs = 250;
const mostBytes = 1_000_000;

/** Where the kernel shows its sensors; another folder in tests. */
export interface SensorWorld {
  readonly sys: string;
  readonly platform: string;
  /** Program that tells about cards of NVIDIA. */
  readonly nvidiaSmi: string;
}

export const realSensors: SensorWorld = { sys: '/sys', platform: process.platform, nvidiaSmi: 'nvidia-smi' };

export function watchSystem(world: SensorWorld): SystemSensors {
  const heat = watchHeat(world);
  const package_ = watchPackagePower(world);
  const cards = watchCards(world);
  let last = Number.NEGATIVE_INFINITY;
  return {
    look: () => {
      const now = performance.now();
      if (now - last < betweenSamplesMs) return;
      last = now;
      heat.look();
      package_.look();
    },
    finish: async () => {
      const seen = await cards.finish();
      const processor = package_.finish();
      const power = seen.power?.state === 'measured' ? seen.power : processor;
      return { temperature: heat.finish(), power, gpu: seen.use, 'gpu-memory': seen.memory };
    },
  };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

/** Drivers of sensors inside processors, and types of thermal zones that are one. */
const processorSensors = /^(coretemp|k10temp|zenpower|cpu[_-]?thermal.*|soc[_-]?thermal.*|x86_pkg_temp|cpu.*)$/i;

interface Watch {
  readonly look: () => void;
  readonly finish: () => MachineFigure;
}

/** The highest temperature of the processor while it works. */
function watchHeat({ sys, platform }: SensorWorld): Watch {
  const chips = entriesOf(path.join(sys, 'class/hwmon')).flatMap((chip) => {
    const folder = path.join(sys, 'class/hwmon', chip);
    if (!processorSensors.test(textOf(path.join(folder, 'name'))?.trim() ?? '')) return [];
    return entriesOf(folder).flatMap((name) => (/^temp\d+_input$/.test(name) ? [path.join(folder, name)] : []));
  });
  const zones = entriesOf(path.join(sys, 'class/thermal')).flatMap((zone) => {
    const folder = path.join(sys, 'class/thermal', zone);
    return processorSensors.test(textOf(path.join(folder, 'type'))?.trim() ?? '') ? [path.join(folder, 'temp')] : [];
  });
  const files = chips.length > 0 ? chips : zones;
  let highest: number | undefined;
  return {
    look: () => {
      for (const file of files) {
        const degrees = readMillidegrees(textOf(file) ?? '');
        if (degrees !== undefined && degrees > (highest ?? Number.NEGATIVE_INFINITY)) highest = degrees;
      }
    },
    finish: () => {
      if (highest !== undefined) return measured(highest, 'the hottest sensor of the processor, while it worked');
      return unavailable(
        platform === 'linux'
          ? 'the kernel shows no temperature of a processor here'
          : 'this system tells no program without special rights how warm the processor is',
      );
    },
  };
}

/** Mean power of the processor's package, or what the battery supplies. */
function watchPackagePower({ sys, platform }: SensorWorld): Watch {
  const zones = entriesOf(path.join(sys, 'class/powercap')).filter((name) => /^intel-rapl:\d+$/.test(name));
  const folder = zones[0] === undefined ? undefined : path.join(sys, 'class/powercap', zones[0]);
  const counter = (): string | undefined => (folder === undefined ? undefined : textOf(path.join(folder, 'energy_uj')));
  const range = folder === undefined ? '' : (textOf(path.join(folder, 'max_energy_range_uj')) ?? '');
  const begin = performance.now();
  let last = counter();
  let joules = 0;
  const supplied: number[] = [];
  const addEnergy = (): void => {
    const now = counter();
    // Read often enough, the counter begins anew at most once in between.
    if (last !== undefined && now !== undefined) joules += readRaplEnergy(last, now, range) ?? 0;
    last = now;
  };
  return {
    look: () => {
      addEnergy();
      const battery = readBatteries(sys);
      if (battery !== undefined) supplied.push(battery);
    },
    finish: () => {
      addEnergy();
      const seconds = (performance.now() - begin) / 1000;
      if (last !== undefined && joules > 0) {
        return measured(joules / seconds, `the energy counter ${zones[0] ?? ''}, shared with all that runs here`);
      }
      if (supplied.length > 0) {
        const mean = supplied.reduce((sum, one) => sum + one, 0) / supplied.length;
        return measured(mean, 'what the battery supplies, the screen included');
      }
      if (folder !== undefined) return unavailable('only root may read the energy counter of the processor');
      return unavailable(
        platform === 'linux'
          ? 'the kernel shows no energy counter of a processor and no battery in use here'
          : 'this system tells no program without special rights how much power it draws',
      );
    },
  };
}

function readBatteries(sys: string): number | undefined {
  const folder = path.join(sys, 'class/power_supply');
  const powers = entriesOf(folder).flatMap((name) => {
    const battery = readBattery(textOf(path.join(folder, name, 'uevent')) ?? '');
    return battery?.isDischarging === true && battery.power !== undefined ? [battery.power] : [];
  });
  return powers.length === 0 ? undefined : powers.reduce((sum, one) => sum + one, 0);
}

interface SeenCards {
  readonly use: MachineFigure;
  readonly memory: MachineFigure;
  readonly power: MachineFigure | undefined;
}

/** Samples cards of NVIDIA in a process of its own, which costs the measured one nothing. */
function watchCards({ nvidiaSmi }: SensorWorld): { readonly finish: () => Promise<SeenCards> } {
  const child = spawn(
    nvidiaSmi,
    [`--query-gpu=${nvidiaFields.join(',')}`, '--format=csv,noheader,nounits', '-lms', String(betweenSamplesMs)],
    { shell: false, stdio: ['ignore', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' } },
  );
  let text = '';
  let problem: string | undefined;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    if (text.length < mostBytes) text += part;
  });
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => {
      problem = 'no program tells about a graphics card here (nvidia-smi is not there)';
      resolve();
    });
    child.once('close', () => resolve());
  });
  return {
    finish: async () => {
      child.kill('SIGKILL');
      await ended;
      return summariseCards(readNvidiaSmi(text), problem ?? 'nvidia-smi tells nothing about a card');
    },
  };
}

function summariseCards(readings: readonly NvidiaReading[], problem: string): SeenCards {
  const values = (of: (reading: NvidiaReading) => number | undefined): readonly number[] =>
    readings.flatMap((reading) => of(reading) ?? []);
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const by = 'nvidia-smi, shared with all that runs on the card';
  const use = values(({ utilisation }) => utilisation);
  const memory = values(({ memoryBytes }) => memoryBytes);
  const power = values((reading) => reading.power);
  const none = unavailable(readings.length === 0 ? problem : 'the card does not tell');
  return {
    use: use.length === 0 ? none : measured(mean(use), by),
    memory: memory.length === 0 ? none : measured(Math.max(...memory), by),
    power: power.length === 0 ? undefined : measured(mean(power), by),
  };
}
