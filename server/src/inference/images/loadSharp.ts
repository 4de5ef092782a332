/** The library that decodes pictures, locked down. */
import type Sharp from 'sharp';
import { ModelProblem } from '../modelProblem.ts';

export type SharpModule = typeof Sharp;

/** Formats of pixels in wide use; drawings, documents and raw files need far larger libraries behind the loader. */
const formats = ['Jpeg', 'Png', 'Webp', 'Tiff', 'Nsgif'] as const;

/**
 * Loads sharp on first use, with every loader but those of five formats blocked.
 *
 * @throws {ModelProblem} when it is not installed or does not fit this platform
 */
export async function loadSharp(): Promise<SharpModule> {
  try {
    const { default: sharp } = await import('sharp');
    // Each picture is read once.
    sharp.cache(false);
    // Pictures are decoded side by side, so none of them needs several threads.
    sharp.concurrency(1);
    sharp.block({ operation: ['VipsForeignLoad'] });
    sharp.unblock({ operation: formats.map((format) => `VipsForeignLoad${format}Buffer`) });
    return sharp;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n', 1);
    throw new ModelProblem(
      `Images cannot be read, because sharp does not load on ${process.platform}-${process.arch} (${reason.trim()}); run \`plumbline doctor\`.`,
      'unavailable',
    );
  }
}
