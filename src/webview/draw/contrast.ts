type Bytes = readonly [red: number, green: number, blue: number];

const known = new Map<string, Bytes>();

/** Any colour of a style sheet as red, green and blue. */
function bytesOf(color: string): Bytes {
  const found = known.get(color);
  if (found) return found;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  if (!context) return [0, 0, 0];
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  known.set(color, [red, green, blue]);
  return [red, green, blue];
}

/** Relative luminance as the web's guidelines for contrast define it. */
function luminance(bytes: Bytes): number {
  const [red, green, blue] = bytes.map((byte) => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Of two inks the one that is easier to read on `color` laid over `page` with an opacity. */
export function readableOn(
  { color, page, opacity }: { readonly color: string; readonly page: string; readonly opacity: number },
  inks: readonly [string, string],
): string {
  const [over, under] = [bytesOf(color), bytesOf(page)];
  const mixed = over.map((byte, i) => byte * opacity + under[i] * (1 - opacity));
  const ground = luminance([mixed[0], mixed[1], mixed[2]]);
  const [first, second] = inks.map((ink) => {
    const own = luminance(bytesOf(ink));
    return (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
  });
  return first >= second ? inks[0] : inks[1];
}
