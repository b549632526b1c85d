import { PDFDocument } from "pdf-lib";

export const pointsPerMm = 72 / 25.4;

/** An empty PDF that says what it is and who made it when. */
export async function newDocument({ title, at }: { readonly title: string; readonly at: Date }): Promise<PDFDocument> {
  const document = await PDFDocument.create();
  document.setTitle(title);
  document.setCreator("Touchmark");
  document.setProducer("Touchmark");
  document.setCreationDate(at);
  document.setModificationDate(at);
  return document;
}
