/** Random numbers made of a generator's 32-bit words. */
export abstract class UniformSource {
  /** 32 random bits. */
  abstract bits(): number;

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** Two independent standard normal numbers, by the polar method (Marsaglia and Bray 1964). */
  protected normals(): [number, number] {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      return [u * scale, v * scale];
    }
  }
}
