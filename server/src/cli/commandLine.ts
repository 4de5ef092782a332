/** The command line: finds the command, reads its options, and turns every failure into one sentence. */
import { parseArgs } from 'node:util';
import { plainText } from '../text/plainText.ts';
import { checkCommand } from './checkCommand.ts';
import { costCommand } from './costCommand.ts';
