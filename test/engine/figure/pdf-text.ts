/** The text of a PDF's first page and its size in points, as another program reads them. */
export async function textOf(pdf: Uint8Array): Promise<{ text: string; width: number; height: number }> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const opened = await getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 }).promise;
  try {
    const page = await opened.getPage(1);
    const { items } = await page.getTextContent();
    const { width, height } = page.getViewport({ scale: 1 });
    return { text: items.map((item) => ('str' in item ? item.str : '')).join('\n'), width, height };
  } finally {
    await opened.destroy();
  }
}
