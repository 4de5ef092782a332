/** What systems print about themselves, as recorded from their documentation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readBattery,
  readCfsQuota,
  readCgroupFolders,
  readCpuMax,
  readMillidegrees,
  readRaplEnergy,
  readStatusBytes,
} from '../../../../server/src/evaluation/machine/readings/linuxReadings.ts';
import { readNvidiaSmi } from '../../../../server/src/evaluation/machine/readings/nvidiaSmi.ts';

describe('nvidia-smi', () => {
  it('gives use, memory, temperature and power of each card', () => {
    expect(readNvidiaSmi('0, NVIDIA A100-SXM4-40GB, 37, 1024, 41, 57.25\n1, Tesla T4, 0, 3, 35, 9.90\n')).toEqual([
      {
        index: 0,
        name: 'NVIDIA A100-SXM4-40GB',
        utilisation: 0.37,
        memoryBytes: 2 ** 30,
        temperature: 41,
        power: 57.25,
      },
      { index: 1, name: 'Tesla T4', utilisation: 0, memoryBytes: 3 * 2 ** 20, temperature: 35, power: 9.9 },
    ]);
  });

  it.each(['[N/A]', '[Not Supported]', '[Unknown Error]', 'N/A', ''])('takes %j for no number', (word) => {
    expect(readNvidiaSmi(`0, GeForce GT 710, ${word}, 120, 48, ${word}`)).toMatchObject([
      { utilisation: undefined, memoryBytes: 120 * 2 ** 20, temperature: 48, power: undefined },
    ]);
  });

  it('passes over what is no reading', () => {
    const text = "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n0, cut off\n";
    expect(readNvidiaSmi(text)).toEqual([]);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        for (const { power = 0, temperature = 0 } of readNvidiaSmi(text)) {
          expect(Number.isFinite(power + temperature)).toBe(true);
        }
      }),
    );
  });
});

describe('files of the kernel', () => {
  it('give memory now and at its peak', () => {
    const status = 'Name:\tnode\nVmPeak:\t 1234567 kB\nVmHWM:\t   81920 kB\nVmRSS:\t   40960 kB\nThreads:\t11\n';
    expect([readStatusBytes(status, 'VmHWM'), readStatusBytes(status, 'VmRSS')]).toEqual([80 * 2 ** 20, 40 * 2 ** 20]);
    expect(readStatusBytes('Name:\tkthreadd\n', 'VmHWM')).toBeUndefined();
  });

  it.each([
    ['max 100000\n', undefined],
    ['200000 100000\n', 2],
    ['50000 100000\n', 0.5],
    ['150000\n', 1.5],
    ['0 100000\n', undefined],
    ['', undefined],
    ['x y', undefined],
  ])('give the cores that cpu.max %j allows', (text, cores) => {
    expect(readCpuMax(text)).toBe(cores);
  });

  it('give the cores that a quota of version 1 allows', () => {
    expect(readCfsQuota('250000\n', '100000\n')).toBe(2.5);
    expect(readCfsQuota('-1\n', '100000\n')).toBeUndefined();
  });

  it('name the folders of a control group, the nearest first', () => {
    expect(readCgroupFolders('0::/user.slice/app.scope\n')).toEqual(['user.slice/app.scope', 'user.slice', '']);
    expect(readCgroupFolders('12:cpu:/docker/1\n0::/\n')).toEqual(['']);
    expect(readCgroupFolders('0::/../../etc\n')).toEqual(['etc', '']);
  });

  it.each([
    ['45000\n', 45],
    ['27800\n', 27.8],
    ['0\n', undefined],
    ['-273200\n', undefined],
    ['255000\n', undefined],
    ['', undefined],
  ])('give the temperature %j', (text, degrees) => {
    expect(readMillidegrees(text)).toBe(degrees);
  });

  it('give energy, also across the end of the counter', () => {
    expect(readRaplEnergy('1000000\n', '4500000\n', '262143328850\n')).toBe(3.5);
    expect(readRaplEnergy('262143000000\n', '1000000\n', '262143328850\n')).toBeCloseTo(1.32885, 9);
    expect(readRaplEnergy('5', '1', '')).toBeUndefined();
    expect(readRaplEnergy('', '1', '2')).toBeUndefined();
  });

  it('give what a battery supplies, by power or by current and voltage', () => {
    const uevent = (rest: string) => `DEVTYPE=power_supply\nPOWER_SUPPLY_NAME=BAT0\nPOWER_SUPPLY_TYPE=Battery\n${rest}`;
    expect(readBattery(uevent('POWER_SUPPLY_STATUS=Discharging\nPOWER_SUPPLY_POWER_NOW=8742000\n'))).toEqual({
      isDischarging: true,
      power: 8.742,
    });
    const byCurrent =
      'POWER_SUPPLY_STATUS=Discharging\nPOWER_SUPPLY_CURRENT_NOW=-650000\nPOWER_SUPPLY_VOLTAGE_NOW=12000000\n';
    expect(readBattery(uevent(byCurrent))?.power).toBeCloseTo(7.8, 9);
    expect(readBattery(uevent('POWER_SUPPLY_STATUS=Full\nPOWER_SUPPLY_POWER_NOW=0\n'))).toEqual({
      isDischarging: false,
      power: undefined,
    });
    expect(readBattery('POWER_SUPPLY_TYPE=Mains\nPOWER_SUPPLY_ONLINE=1\n')).toBeUndefined();
  });
});
