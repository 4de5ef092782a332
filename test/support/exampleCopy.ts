/** The example in a repository of its own, which a test may change. */
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { prepareExample } from '../../scripts/prepareExample.mjs';
import { createTestRepository } from './gitRepository.ts';
import type { TestRepository } from './gitRepository.ts';

const example = path.resolve(import.meta.dirname, '../../examples/flight-delays');

/**
 * Copies the example with its data, and commits it, so that there is a history to compare with.
 *
 * @param root absolute path of a folder that is made
 */
export async function copyExample(root: string): Promise<TestRepository> {
  await prepareExample();
  // What somebody has run there by hand is none of the test's.
  const kept = path.join(example, '.plumbline');
  await cp(example, root, { recursive: true, filter: (from) => from !== kept });
  const repository = createTestRepository({ root });
  repository.git('init', '--quiet', '--initial-branch=main');
  repository.commit('The example');
  return repository;
}
