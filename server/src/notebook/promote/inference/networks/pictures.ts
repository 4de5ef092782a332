/** Data sets of torchvision that hand out pictures. */
import type { NotebookAnalysis } from '../../../flow/analysis.ts';

/** How many channels a picture has, as Pillow calls it. */
export type PictureMode = 'L' | 'RGB';

const grey: ReadonlySet<string> = new Set(['MNIST', 'FashionMNIST', 'KMNIST', 'QMNIST', 'EMNIST', 'USPS']);
const coloured: ReadonlySet<string> = new Set(
  'CIFAR10 CIFAR100 SVHN STL10 CelebA ImageFolder Food101 Flowers102 OxfordIIITPet'.split(' '),
);

/** @returns undefined for what is no such data set, or one whose pictures are of several kinds */
export function modeOfPictures(callee: string): PictureMode | undefined {
  const name = /^torchvision\.datasets\.(?:\w+\.)?(?<name>\w+)$/.exec(callee)?.groups?.['name'] ?? '';
  if (grey.has(name)) return 'L';
  return coloured.has(name) ? 'RGB' : undefined;
}

/** Whether the notebook changes what a data set does to its pictures after it is made, where that cannot be followed. */
export function setsTransforms({ notebook }: NotebookAnalysis): boolean {
  return notebook.cells.some(({ kind, text }) => kind === 'code' && /(?<!\bself)\.transforms?\s*=(?!=)/.test(text));
}

/** Whether transformations, as they are written, may do something else to the same picture another time. */
export function drawsByChance(transform: string): boolean {
  return /\b(?:\w*Random\w*|\w*Aug\w*|\w*AugMix|TrivialAugment\w*|ColorJitter|ElasticTransform|Gaussian\w+|Lambda|MixUp|CutMix)\b/.test(
    transform,
  );
}
