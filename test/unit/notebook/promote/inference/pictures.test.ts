/** `infer.py` for networks that are trained on pictures, which a data set of torchvision reads. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { PythonParser } from '../../../../../server/src/notebook/syntax/pythonParser.ts';
import { promotePackage } from '../../../../support/promotedPackage.ts';
import type { PromotedPackage } from '../../../../support/promotedPackage.ts';
import { loadPythonParser } from '../../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const infer = ({ file }: PromotedPackage): string => file('src/promoted/infer.py');
const decisions = ({ promotion }: PromotedPackage): string => promotion.plan.decisions.join('\n');

function trainedOn(datasets: string): PromotedPackage {
  return promotePackage(parser, [
    'import torch\nfrom torch import nn\nfrom torch.utils.data import DataLoader\nfrom torchvision import datasets, transforms',
    'varied = transforms.Compose([transforms.RandomHorizontalFlip(), transforms.ToTensor()])\nsteady = transforms.Compose([transforms.Resize(16), transforms.ToTensor()])',
    datasets,
    'train_loader = DataLoader(train, batch_size=8, shuffle=True)\ntest_loader = DataLoader(test, batch_size=8)',
    'model = nn.Sequential(nn.Flatten(), nn.Linear(768, 2))\nloss_of = nn.CrossEntropyLoss()\noptimizer = torch.optim.SGD(model.parameters())\nfor images, labels in train_loader:\n    loss = loss_of(model(images), labels)\n    loss.backward()\n    optimizer.step()',
    'right = 0\nwith torch.no_grad():\n    for images, labels in test_loader:\n        found = model(images).argmax(1)\n        right += (found == labels).sum().item()\nprint(right / len(test))',
  ]);
}

const folders =
  'train = datasets.ImageFolder("train", transform=varied)\ntest = datasets.ImageFolder("test", transform=steady)';

describe('pictures', () => {
  test('become tensors by what the evaluation does to them', () => {
    expect(trainedOn(folders).steps).toEqual([
      'transform = transforms.Compose([transforms.Resize(16), transforms.ToTensor()])',
      'return check_features(torch.stack([transform(picture.convert("RGB")) for picture in rows]), state["model_columns"])',
    ]);
  });

  test('are read of a file or a folder, with as many channels as the data set has', () => {
    const promoted = trainedOn(
      'train = datasets.MNIST("data", train=True, transform=steady)\ntest = datasets.MNIST("data", train=False, transform=steady)',
    );
    expect(infer(promoted)).toContain('transform(picture.convert("L"))');
    expect(infer(promoted)).toContain('return [Image.open(file) for file in files]');
    expect(infer(promoted)).toMatch(/^from PIL import Image$/m);
    expect(promoted.file('tests/test_inference.py')).toContain('run.seen["model_columns"]');
    expect(promoted.file('README.md')).toContain('predict --input pictures/ --output');
  });

  test.each([
    [folders.replace('steady', 'varied'), 'is drawn by chance'],
    [`${folders}\ntest.transform = varied`, 'changed later'],
    [folders.replaceAll('transform=', 'loader=print, transform='), 'reads the rows by itself'],
    [folders.replaceAll('ImageFolder', 'VOCDetection'), 'reads the rows by itself'],
  ])('are left with a reason where they cannot be followed: %s', (datasets, reason) => {
    const promoted = trainedOn(datasets);
    expect(decisions(promoted)).toContain(reason);
    expect(infer(promoted)).toBe('');
  });
});
