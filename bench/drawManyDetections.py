"""Draws a COCO ground truth and detections of many images and classes with a stated seed: the files of the bench."""

import json
import sys

import numpy

SEED = 20261121
IMAGES = 5000
CLASSES = 80
TRUTHS = 7.3
GUESSES = 40


def draw(random):
    width, height = 640, 480
    annotations, answers = [], []
    for image in range(1, IMAGES + 1):
        truths = int(random.poisson(TRUTHS))
        classes = random.integers(1, CLASSES + 1, truths)
        sizes = numpy.minimum(random.lognormal(4, 0.9, (truths, 2)), [width, height])
        corners = random.random((truths, 2)) * (numpy.array([width, height]) - sizes)
        for category, corner, size in zip(classes, corners, sizes):
            box = [*corner.round(2).tolist(), *size.round(2).tolist()]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": image,
                    "category_id": int(category),
                    "bbox": box,
                    "area": box[2] * box[3] * 0.7,
                    "iscrowd": int(random.random() < 0.01),
                }
            )
            # A detector answers a thing several times, each time a little off.
            for _ in range(int(random.poisson(1.5))):
                moved = (numpy.array(box) + random.normal(0, 0.1, 4) * [size[0], size[1], size[0], size[1]]).round(2)
                moved[2:] = numpy.maximum(moved[2:], 1)
                answers.append((image, int(category), moved.tolist(), random.beta(4, 2)))
        guesses = random.random((GUESSES, 4))
        for guess, category, score in zip(guesses, random.integers(1, CLASSES + 1, GUESSES), random.beta(1, 6, GUESSES)):
            left, top = guess[0] * width * 0.8, guess[1] * height * 0.8
            box = [left, top, 5 + guess[2] * (width - left - 5), 5 + guess[3] * (height - top - 5)]
            answers.append((image, int(category), [round(value, 2) for value in box], score))
    truth = {
        "images": [{"id": image, "width": width, "height": height, "file_name": f"{image}.jpg"} for image in range(1, IMAGES + 1)],
        "categories": [{"id": category, "name": f"class {category}"} for category in range(1, CLASSES + 1)],
        "annotations": annotations,
    }
    found = [
        {"image_id": image, "category_id": category, "bbox": box, "score": round(float(score), 5)}
        for image, category, box, score in answers
    ]
    return truth, found


def main(truth_file, found_file):
    truth, found = draw(numpy.random.Generator(numpy.random.PCG64(SEED)))
    for file, content in ((truth_file, truth), (found_file, found)):
        with open(file, "w", encoding="utf-8") as stream:
            json.dump(content, stream)


if __name__ == "__main__":
    main(*sys.argv[1:])
