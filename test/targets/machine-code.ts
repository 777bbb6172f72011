const [ELF, MACH_O] = [0x7f454c46, 0xcffaedfe];
const ARCHITECTURES = {
  elf: { 0x3e: 'x64', 0xb7: 'arm64' } as Record<number, string>,
  pe: { 0x8664: 'x64', 0xaa64: 'arm64' } as Record<number, string>,
  mach: { 0x01000007: 'x64', 0x0100000c: 'arm64' } as Record<number, string>,
};

/** The platform that a file of machine code is made for, `win32-x64`; null for any other file. */
export function platformOf(bytes: Uint8Array): string | null {
  if (bytes.length < 64) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const magic = view.getUint32(0);
  if (magic === ELF) return `linux-${ARCHITECTURES.elf[view.getUint16(18, true)]}`;
  if (magic === MACH_O) return `darwin-${ARCHITECTURES.mach[view.getUint32(4, true)]}`;
  const header = view.getUint32(60, true);
  const isPe = view.getUint16(0) === 0x4d5a && header + 6 < bytes.length && view.getUint32(header) === 0x50450000;
  return isPe ? `win32-${ARCHITECTURES.pe[view.getUint16(header + 4, true)]}` : null;
}
