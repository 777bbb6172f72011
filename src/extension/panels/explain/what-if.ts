import * as vscode from 'vscode';
import { cardIdOf } from '../../../protocol/cards';
import type { ExplainDocument } from '../../../protocol/explain-document';
import type { Answers } from '../../../protocol/page';
import type { ExpectingMap, WhatIfQuestions } from '../../../protocol/what-if';
import type { Services } from '../../services';
import { exists, nameOf } from '../../workspace/location';
import { announceFiles, stem } from '../../workspace/output';
import { writeWhole } from '../../workspace/writing';
import { refuseLinkOut } from '../../workspace/links';
import { requestOf, subjectOf } from './subject';

type Needed = Pick<Services, 'engine' | 'files'>;

/** What the page asks about a changed copy of the image that is shown. */
export function whatIfAnswers(services: () => Needed, documentNow: () => ExplainDocument): Answers<WhatIfQuestions> {
  const subject = async () => requestOf(await subjectOf(documentNow(), services().files));
  return {
    whatIf: async (raster) =>
      services().engine.call('image.whatIf', { ...(await subject()), raster, maps: mapsOf(documentNow()) }),
    inpaint: (question) => services().engine.call('image.inpaint', question),
    keepImage: async (raster) => {
      const { inputs, current } = documentNow();
      const image = vscode.Uri.parse(inputs[current].uri);
      const { model, input } = await subject();
      const { png } = await services().engine.call('image.changed', { model, input, raster });
      const file = await freeName(image);
      await refuseLinkOut(vscode.Uri.joinPath(file, '..'));
      await writeWhole(file, png);
      void announceFiles(vscode.Uri.joinPath(file, '..'), [nameOf(file)]);
      return nameOf(file);
    },
  };
}

/** The finished maps, which are held against what the model says. */
function mapsOf({ cards, methods, outdated }: ExplainDocument): ExpectingMap[] {
  if (outdated) return [];
  return cards.flatMap((card) => {
    if (card.state !== 'done') return [];
    const { map, completeness } = card.result;
    const unit = methods.find(({ id }) => id === card.method)?.unit ?? 'relative';
    return [{ card: cardIdOf(card), map, unit, complete: completeness !== null }];
  });
}

/** A name beside an image that no file has. */
async function freeName(image: vscode.Uri): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const name = `${stem(nameOf(image))}-changed${n > 1 ? `-${n}` : ''}.png`;
    const file = vscode.Uri.joinPath(image, '..', name);
    if (!(await exists(file))) return file;
  }
}
