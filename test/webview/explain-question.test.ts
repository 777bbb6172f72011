import assert from 'node:assert/strict';
import { questionDescriptions } from '../../src/engine/attribution/questions';
import { ExplainPage } from './support/explain-page';
import { documentOf, prediction } from './support/explanations';

describe('which method, by a question, in the Explain panel', () => {
  const explain = new ExplainPage();

  it('ticks methods that answer it and says why, in the words of the registry', async () => {
    const none = documentOf().choices.map((choice) => ({ ...choice, selected: false }));
    await explain.show({ prediction: prediction(), cards: [], choices: none });
    await explain.openMethods();
    const box = explain.page.getByRole('combobox', { name: 'Which method?' });
    await box.focus();
    const questions = questionDescriptions();
    await explain.panel.answer('questions', { value: questions });
    const { question, advice } = questions.find(({ id }) => id === 'removed')!;
    await box.selectOption(question);
    const [{ choices }] = await explain.panel.until('choose', 1);
    const { shows } = documentOf().methods.find(({ id }) => id === 'occlusion')!;
    assert.ok(choices.find(({ method }) => method === 'occlusion')?.selected);
    const said = await explain.page.locator('.question').innerText();
    for (const words of [advice, shows]) assert.ok(said.includes(words), `${said} lacks ${words}`);
  });
});
