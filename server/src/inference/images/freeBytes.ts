/** Memory that is not left to the garbage collector. */

/**
 * Gives the memory of a file or a picture back at once; nobody may look at it any more.
 *
 * Left to the garbage collector, every few pictures of a million pixels make it search the whole heap.
 */
export function freeBytes({ buffer, byteLength }: ArrayBufferView): void {
  // What is part of a larger buffer, or shared, may be somebody else's.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}
