import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { CardVerdicts } from '../../src/extension/panels/explain/card-verdicts';
import type { Services } from '../../src/extension/services';
import { Verdicts } from '../../src/extension/workspace/verdicts';
import { emptyExplain, type Card, type ExplainDocument } from '../../src/protocol/explain-document';
import { type ExplainToPanel } from '../../src/protocol/explain-panel';
import type { MapVerdict } from '../../src/protocol/map-verdict';

const folder = vscode.Uri.file('/photos');
const file = (name: string): string => vscode.Uri.joinPath(folder, name).toString();
const done: Card = { method: 'rise', state: 'done', result: { stopped: false } as never };
const method = (id: string, params: Record<string, number>, seed: number) => ({ id, params, layer: null, seed });

describe('verdicts on the cards of an Explain panel', () => {
  const asked: unknown[] = [];
  let given: readonly MapVerdict[] = [];
  let messages: ExplainToPanel[] = [];
  let document: ExplainDocument;
  let cards: CardVerdicts;
  const engine = {
    call: async (name: string, argument: unknown) => {
      asked.push([name, argument]);
      return { given, methods: [], agreement: null };
    },
  } as unknown as Services['engine'];
  const verdicts = new Verdicts(engine);
  const show = async (changes: Partial<ExplainDocument>): Promise<unknown> => {
    document = { ...document, ...changes };
    cards.heard({ kind: 'update', changes });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const said = messages.filter((message) => message.kind === 'verdicts').at(-1);
    return said?.kind === 'verdicts' ? said.verdicts : undefined;
  };

  beforeEach(() => {
    asked.length = 0;
    messages = [];
    given = [];
    document = {
      ...emptyExplain,
      inputs: [{ uri: file('cats/a.png'), name: 'a.png', thumbnail: null }],
      model: { uri: file('net.onnx'), name: 'net.onnx', hash: 'abc' },
      methods: [{ id: 'rise', random: true } as never],
      choices: [{ method: 'rise', selected: true, params: { samples: 16 }, layer: null, seed: 7 }],
      cards: [done],
      evaluation: {
        out: '/out',
        folder: folder.fsPath,
        models: [{ path: vscode.Uri.joinPath(folder, 'net.onnx').fsPath, hash: 'abc' }],
        methods: [method('gradient', {}, 0), method('rise', { samples: 16 }, 7)],
      },
    };
    cards = new CardVerdicts(
      { verdicts, log: { warn: () => undefined } as unknown as Services['log'] },
      () => document,
      (message) => messages.push(message),
    );
  });
  afterEach(() => cards.dispose());
  after(() => verdicts.dispose());

  it('are those on the map of the evaluation that a card shows', async () => {
    const map = { image: 'cats/a.png', model: 0, method: 1 };
    given = [
      { ...map, rater: verdicts.rater, verdict: 'scattered' },
      { ...map, rater: 'Bob', verdict: 'helpful' },
      { ...map, method: 0, rater: 'Cleo', verdict: 'misleading' },
    ];
    const said = await show({});
    assert.deepEqual(said, { rise: { own: 'scattered', others: [{ rater: 'Bob', verdict: 'helpful' }] } });
    await cards.give('rise', 'misleading');
    const question = { out: '/out', ...map, rater: verdicts.rater, verdict: 'misleading' };
    assert.deepEqual(asked.at(-1), ['verdicts.give', question]);
  });

  it('are not asked for where the map is another one', async () => {
    const [choice] = document.choices;
    const [input] = document.inputs;
    const { model } = document;
    const others: Partial<ExplainDocument>[] = [
      { choices: [{ ...choice, params: { samples: 32 } }] },
      { choices: [{ ...choice, seed: 8 }] },
      { target: 3 },
      { target: 3, inputs: [{ ...input, asked: { target: 4 } }] },
      { target: 3, inputs: [{ ...input, asked: { target: 3, against: 1 } }] },
      { model: { ...model!, hash: 'of a later training' } },
      { outdated: true },
      { inputs: [{ ...input, uri: vscode.Uri.file('/elsewhere/a.png').toString() }] },
      { cards: [{ method: 'rise', state: 'waiting' }] },
    ];
    const own = document;
    for (const changes of others) {
      document = own;
      assert.deepEqual(await show(changes), {}, JSON.stringify(changes));
    }
    await cards.give('rise', 'helpful');
    assert.equal(asked.filter((one) => (one as string[])[0] === 'verdicts.give').length, 0);
    const target = { target: 3, against: 1 };
    document = own;
    assert.deepEqual(await show({ ...target, inputs: [{ ...input, asked: target }] }), {
      rise: { own: null, others: [] },
    });
  });

  it('follow what is said elsewhere', async () => {
    await show({});
    given = [{ image: 'cats/a.png', model: 0, method: 1, rater: verdicts.rater, verdict: 'helpful' }];
    await verdicts.give('/out', { image: 'cats/a.png', model: 0, method: 1 }, 'helpful');
    const said = messages.at(-1);
    assert.deepEqual(said?.kind === 'verdicts' && said.verdicts, { rise: { own: 'helpful', others: [] } });
  });
});
