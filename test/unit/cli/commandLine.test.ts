import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../../schemas/checkReport.ts';
import { costReport } from '../../../schemas/costPanel.ts';
import { initReport } from '../../../schemas/initReport.ts';
import { readinessReport } from '../../../schemas/readiness.ts';
import { moneySpec } from '../../support/moneySpec.ts';
import { runInMemory as run } from '../../support/memoryCommandLine.ts';

const head = 'plumbline: v1\nproject: late-flights\ndescription: Tell which flights are late\nphase: poc\n';
/** Warnings and no error, and nothing that a worker would have to look at. */
const warned = `${head}owner: flights@example.com\n`;
const faulty = `${warned}phse: pilot\n`;
/** Names a table, which no worker here can read. */
const withData = `${warned}data:
  flights:
    path: flights.csv
    modality: table
    owner: flights@example.com
    privacy: {personal_data: false}
    roles: {time: date}
`;

describe('the command line', () => {
  it.each([[['--help']], [['-h']], [['help']]])('prints the list of commands for %j', async (args) => {
    const { code, out, err } = await run(args);
    expect([code, err]).toEqual([0, '']);
