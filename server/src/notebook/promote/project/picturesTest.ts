/** The test of a package whose network is asked about pictures. */
import type { PromotionPlan } from '../plan.ts';

/** Pictures become the tensors that the data set of the notebook makes of them, and are answered one by one. */
export function picturesInference({ packageName }: PromotionPlan): string {
  return `"""Inference makes of pictures what the data set of the evaluation made of them."""

import copy

import numpy as np
import pytest

from ${packageName} import infer
from ${packageName}.artifacts import Artifacts

LOOKED_AT = 20


@pytest.fixture(scope="module")
def pictures(run):
    """Pictures of the evaluation before anything is done to them, with their tensors."""
    dataset = run.seen["model_columns"]
    plain = copy.copy(dataset)
    plain.transform = plain.transforms = None
    return [(plain[index][0], dataset[index][0]) for index in range(min(LOOKED_AT, len(dataset)))]


def test_pictures_become_the_tensors_of_the_evaluation(run, pictures):
    tensors = infer.preprocess([picture for picture, _ in pictures], run.learned)
    assert len(tensors) == len(pictures)
    for tensor, (_, expected) in zip(tensors, pictures):
        np.testing.assert_allclose(tensor.numpy(), expected.numpy(), rtol=1e-6)


def test_one_picture_is_answered_as_many_are(run, pictures):
    artifacts = Artifacts(values=run.learned, versions={})
    many = infer.predict([picture for picture, _ in pictures], artifacts)
    assert len(many) == len(pictures)
    for index, (picture, _) in enumerate(pictures[:3]):
        np.testing.assert_allclose(infer.predict([picture], artifacts)[0], many[index], rtol=1e-4, atol=1e-6)


def test_pictures_of_files_are_answered(run, pictures, tmp_path):
    for index, (picture, _) in enumerate(pictures[:3]):
        picture.save(tmp_path / f"{index}.png")
    artifacts = Artifacts(values=run.learned, versions={})
    of_files = infer.predict(infer.read(tmp_path), artifacts)
    known = infer.predict([picture for picture, _ in pictures[:3]], artifacts)
    np.testing.assert_allclose(of_files, known, rtol=1e-4, atol=1e-6)
`;
}
