"""Draws seeded random pictures, resizes, decodes and prepares them with Pillow, OpenCV and ONNX Runtime, and writes
both as JSON into the file that is named.

The unit tests compare our decoding, our kernels and our tensors with these bytes.
"""

import base64
import io
import json
import platform
import sys

import cv2
import numpy
import onnx
import onnxruntime
import PIL
from onnx import TensorProto, helper
from PIL import Image, ImageOps

SEED = 20261121
PILLOW = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
    "box": Image.Resampling.BOX,
}
OPENCV = {
    "opencv-nearest": cv2.INTER_NEAREST,
    "opencv-linear": cv2.INTER_LINEAR,
    "opencv-area": cv2.INTER_AREA,
}
# Halves, thirds, one pixel, one row, tall and wide pictures, and sizes that stay.
SIZES = [
    ((40, 20), (20, 10)),
    ((30, 30), (10, 10)),
    ((60, 30), (20, 15)),
    ((1, 1), (7, 5)),
    ((7, 7), (1, 1)),
    ((33, 21), (33, 10)),
    ((21, 33), (10, 33)),
    ((8, 8), (28, 28)),
    ((12, 51), (50, 49)),
    ((5, 90), (4, 9)),
    ((90, 5), (9, 4)),
]


def text(values):
    return base64.b64encode(bytes(values)).decode("ascii")


def draw_pixels(random, width, height, channels):
    """Noise, or only black and white, on which filters overshoot most."""
    if random.random() < 0.3:
        return (random.random((height, width, channels)) < 0.5).astype(numpy.uint8) * 255
    return random.integers(0, 256, (height, width, channels), dtype=numpy.uint8)


def image_of(pixels):
    return Image.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)


def tensorflow_resize(pixels, width, height):
    """Half-pixel centres, linear, no anti-aliasing, floats: what TensorFlow does, computed by ONNX Runtime."""
    graph = helper.make_graph(
        [
            helper.make_node(
                "Resize",
                ["x", "", "", "sizes"],
                ["y"],
                mode="linear",
                coordinate_transformation_mode="half_pixel",
            )
        ],
        "resize",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, pixels.shape[2], *pixels.shape[:2]])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)],
        [helper.make_tensor("sizes", TensorProto.INT64, [4], [1, pixels.shape[2], height, width])],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    tensor = pixels.astype(numpy.float32).transpose(2, 0, 1)[None]
    return session.run(None, {"x": tensor})[0][0].transpose(1, 2, 0)


def draw_resizes(random):
    sizes = list(SIZES)
    for _ in range(20):
        values = [int(value) for value in random.integers(1, 40, 4)]
        sizes.append(((values[0], values[1]), (values[2], values[3])))
    cases = []
    for (width, height), (to_width, to_height) in sizes:
        channels = int(random.choice([1, 3]))
        pixels = draw_pixels(random, width, height, channels)
        results = {
            name: text(numpy.asarray(image_of(pixels).resize((to_width, to_height), filter)).tobytes())
            for name, filter in PILLOW.items()
        }
        for name, interpolation in OPENCV.items():
            results[name] = text(cv2.resize(pixels, (to_width, to_height), interpolation=interpolation).tobytes())
        # Lists of numbers are long: small results are enough to tell kernels apart.
        is_small = to_width * to_height * channels <= 300
        floats = tensorflow_resize(pixels, to_width, to_height) if is_small else numpy.empty(0)
        cases.append(
            {
                "width": width,
                "height": height,
                "channels": channels,
                "toWidth": to_width,
                "toHeight": to_height,
                "pixels": text(pixels.tobytes()),
                "results": results,
                "tensorFlow": [round(float(value), 2) for value in floats.ravel()],
            }
        )
    return cases


def save(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def encode_files(random):
    height, width = 19, 26
    down, across = numpy.mgrid[0:height, 0:width]
    smooth = numpy.stack([(across * 9) % 256, (down * 12) % 256, (across * down) % 256], 2)
    colours = numpy.clip(smooth + random.integers(-20, 20, smooth.shape), 0, 255).astype(numpy.uint8)
    grey, alpha = colours[:, :, 0].copy(), colours[:, :, 1].copy()
    rgb, flat = Image.fromarray(colours), Image.fromarray(grey)
    rgba = Image.fromarray(numpy.dstack([colours, alpha]))
    deep = numpy.clip(colours.astype(numpy.uint16) * 257, 0, 65535)
    files = {
        "colours.jpg": save(rgb, "JPEG", quality=88),
        "whole-colours.jpg": save(rgb, "JPEG", quality=95, subsampling=0),
        "progressive.jpg": save(rgb, "JPEG", quality=70, progressive=True),
        "grey.jpg": save(flat, "JPEG"),
        "ink.jpg": save(rgb.convert("CMYK"), "JPEG"),
        "colours.png": save(rgb, "PNG"),
        "grey.png": save(flat, "PNG"),
        "grey-alpha.png": save(Image.merge("LA", [flat, Image.fromarray(alpha)]), "PNG"),
        "alpha.png": save(rgba, "PNG"),
        "palette.png": save(rgb.quantize(40), "PNG"),
        "clear-palette.png": save(rgb.quantize(40), "PNG", transparency=3),
        "one-bit.png": save(Image.fromarray(grey > 128), "PNG"),
        "deep.png": cv2.imencode(".png", deep[:, :, ::-1])[1].tobytes(),
        "colours.webp": save(rgb, "WEBP", quality=80),
        "alpha.webp": save(rgba, "WEBP", lossless=True, exact=True),
        "colours.tif": save(rgb, "TIFF"),
        "packed.tif": save(rgb, "TIFF", compression="tiff_lzw"),
        "ink.tif": save(rgb.convert("CMYK"), "TIFF"),
        "colours.gif": save(rgb.quantize(64), "GIF"),
        "moving.gif": save(
            rgb.quantize(64),
            "GIF",
            save_all=True,
            append_images=[Image.fromarray(255 - colours).quantize(64)],
        ),
    }
    for turn in range(1, 9):
        exif = Image.Exif()
        exif[0x112] = turn
        files[f"turned-{turn}.jpg"] = save(rgb, "JPEG", exif=exif)
    return files


def draw_files(random):
    cases = []
    for name, data in encode_files(random).items():
        image = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        cases.append(
            {
                "name": name,
                "file": text(data),
                "width": image.width,
                "height": image.height,
                "colours": text(image.convert("RGB").tobytes()),
                "grey": text(image.convert("L").tobytes()),
            }
        )
    return cases


def crop_like_torchvision(image, width, height, filter):
    """`Resize` to the side that needs more, the other one cut down to a whole number, then `CenterCrop`."""
    if width * image.height >= height * image.width:
        scaled = (width, int(width * image.height / image.width))
    else:
        scaled = (int(height * image.width / image.height), height)
    left = int(round((scaled[0] - width) / 2.0))
    top = int(round((scaled[1] - height) / 2.0))
    return image.resize(scaled, filter).crop((left, top, left + width, top + height))


def draw_tensors(random):
    cases = []
    for index in range(36):
        width, height = (int(value) for value in random.integers(4, 40, 2))
        to_width, to_height = (int(value) for value in random.integers(4, 20, 2))
        channels = int(random.choice([1, 3]))
        pixels = draw_pixels(random, width, height, channels)
        image = image_of(pixels)
        mode = ["stretch", "letterbox", "crop"][index % 3]
        name = list(PILLOW)[int(random.integers(0, len(PILLOW)))]
        fill = int(random.integers(0, 256))
        if mode == "stretch":
            fitted = image.resize((to_width, to_height), PILLOW[name])
        elif mode == "letterbox":
            colour = fill if channels == 1 else (fill, fill, fill)
            fitted = ImageOps.pad(image, (to_width, to_height), PILLOW[name], colour)
        else:
            fitted = crop_like_torchvision(image, to_width, to_height, PILLOW[name])
        values = numpy.asarray(fitted).reshape(to_height, to_width, channels)
        is_swapped = channels == 3 and random.random() < 0.5
        if is_swapped:
            values = values[:, :, ::-1]
        mean = [round(float(value), 3) for value in random.uniform(0, 1, channels)]
        std = [round(float(value), 3) for value in random.uniform(0.1, 1, channels)]
        tensor = values.astype(numpy.float32) * numpy.float32(1 / 255)
        tensor = (tensor - numpy.float32(mean)) / numpy.float32(std)
        layout = str(random.choice(["NCHW", "NHWC"]))
        if layout == "NCHW":
            tensor = tensor.transpose(2, 0, 1)
        cases.append(
            {
                "file": text(save(image, "PNG")),
                "resize": {"width": to_width, "height": to_height, "mode": mode, "fill": fill, "filter": name},
                "color": "grayscale" if channels == 1 else "bgr" if is_swapped else "rgb",
                "layout": layout,
                "mean": mean,
                "std": std,
                # Little-endian float32.
                "tensor": text(tensor.astype("<f4").tobytes()),
            }
        )
    return cases


def main():
    random = numpy.random.default_rng(SEED)
    document = {
        "tools": {
            "python": platform.python_version(),
            "numpy": numpy.__version__,
            "pillow": PIL.__version__,
            "opencv": cv2.__version__,
            "onnx": onnx.__version__,
            "onnxruntime": onnxruntime.__version__,
        },
        "seed": SEED,
        "resizes": draw_resizes(random),
        "files": draw_files(random),
        "tensors": draw_tensors(random),
    }
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(document, file, indent=1)
        file.write("\n")


main()
