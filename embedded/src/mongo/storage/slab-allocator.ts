const slabBytes = 1024 * 1024;

/**
 * Copies many small byte arrays into few large ones. A hundred thousand arrays with memory of their own would cost the garbage
 * collector more time than everything else that loading documents takes.
 */
export class SlabAllocator {
  #slab = Buffer.alloc(0);
  #used = 0;

  /** A copy that shares its memory with other copies, but no bytes. */
  copy(bytes: Uint8Array): Buffer {
    const length = bytes.byteLength;
    if (this.#used + length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(slabBytes, length));
      this.#used = 0;
    }
    const copy = this.#slab.subarray(this.#used, this.#used + length);
    copy.set(bytes);
    this.#used += length;
    return copy;
  }
}
