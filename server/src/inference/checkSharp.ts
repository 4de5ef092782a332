const side = 8;

/** Makes an image, encodes it as PNG, decodes that, and compares every pixel. */
export async function checkSharp(): Promise<{ readonly version: string; readonly did: string }> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, index) => (index * 37) % 256);
  const png = await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
  const { data, info } = await sharp(png, { failOn: 'warning', limitInputPixels: side * side })
    .raw()
    .toBuffer({
      resolveWithObject: true,
    });
  const isSame = info.width === side && info.height === side && info.channels === 3 && data.equals(pixels);
  if (!isSame) throw new Error('sharp decoded a PNG to other pixels than it had encoded.');
  return {
    version: `${sharp.versions.sharp} with libvips ${sharp.versions.vips}`,
    did: 'It encoded a picture as PNG and decoded it to the same pixels.',
  };
}
