import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { gradientRules } from '../../../src/engine/gradient/rules';
import { GraphBuilder } from '../../../src/engine/graph/builder';
import { camLayer } from '../../../src/engine/graph/cam-layer';
import { layersOf } from '../../../src/engine/graph/layers';
import { layouts } from '../../../src/engine/graph/layout';
import { float, int, ints, type Model } from '../../../src/engine/graph/model';
import { hasTrait, operators } from '../../../src/engine/graph/operators';
import { withShapes } from '../../../src/engine/graph/shapes';
import { shapeRules } from '../../../src/engine/graph/shapes/rules';
import { stagesOf } from '../../../src/engine/graph/stages';
import { deeplift } from '../../../src/engine/attribution/relevance/deeplift';
import { lrpComposite } from '../../../src/engine/attribution/relevance/lrp-composite';
import { dependentsOf } from '../../../src/engine/relevance/dependents';
import { gateTensors } from '../../../src/engine/relevance/gates';
import { nonNegativeTensors } from '../../../src/engine/relevance/non-negative';
import { floats } from '../../../src/engine/tensor/tensor';
import { explain, noise } from '../attribution/perturbation/setup';
import { built } from '../relevance/networks';

const source = join(__dirname, '../../../src/engine');

/** An image, 8 channels of it, and what `body` makes of them. */
function convolved(body: (b: GraphBuilder, features: string) => string): Model {
  const b = new GraphBuilder();
  b.input('x', 'float32', ['batch', 3, 8, 8]);
  const weight = b.constant(noise([8, 3, 3, 3], 'kernel'));
  b.output(body(b, b.op('Conv', ['x', weight], { pads: ints([1, 1, 1, 1]) }, 'features')));
  return withShapes(b.build());
}

/** Global pooling and a dense layer. */
const classified = (b: GraphBuilder, x: string): string =>
  b.op('Gemm', [b.op('Flatten', [b.op('GlobalAveragePool', [x])], {}, 'flat'), b.constant(noise([8, 4], 'dense'))]);

describe('traits of operators', () => {
  it('stand in one row for every operator with a gradient or a shape rule, and for no other', () => {
    const known = new Set([...gradientRules, ...shapeRules].flatMap((rule) => rule.ops));
    assert.deepEqual([...operators.keys()].sort(), [...known].sort());
  });

  it('are listed nowhere else: no set or list of operators stands in the code that asks for traits', () => {
    const found = sourceFiles().flatMap(({ name, text }) => listsOfOperators(name, text));
    assert.deepEqual(found, []);
  });

  it('belong to the ONNX domain alone', () => {
    assert.ok(hasTrait({ op: 'Relu', domain: '' }, 'kinked'));
    assert.ok(!hasTrait({ op: 'Relu', domain: 'com.example' }, 'kinked'));
    assert.ok(!hasTrait({ op: 'Unheard', domain: '' }, 'kinked'));
  });

  for (const [op, attributes] of [
    ['ThresholdedRelu', { alpha: float(0.1) }],
    ['Shrink', {}],
    ['Abs', {}],
    ['Mean', {}],
    ['Relu', {}],
  ] as const)
    it(`a stage runs through ${op}`, () => {
      const model = convolved((b, x) => classified(b, b.op(op, [x], attributes, 'bent')));
      assert.deepEqual(
        stagesOf(model, model.graph.outputs[0].name).map(({ tensor }) => tensor),
        ['bent'],
      );
    });

  it('a Flatten is no layer, no more than a Reshape', () => {
    const ops = layersOf(convolved(classified)).map(({ op }) => op);
    assert.deepEqual(ops, ['Conv', 'GlobalAveragePool', 'Gemm']);
  });

  it('channels that were picked are no CAM layer of their own', () => {
    const model = convolved((b, x) =>
      classified(b, b.op('Gather', [x, b.integers(0, 1, 2, 3, 4, 5, 7, 6)], { axis: int(1) })),
    );
    assert.equal(camLayer(model, model.graph.outputs[0].name)?.tensor, 'features');
  });

  it('axes keep their meaning through every reduction', () => {
    for (const op of ['ReduceL1', 'ReduceLogSum', 'ReduceSumSquare', 'ReduceMean']) {
      const model = convolved((b, x) => b.op(op, [x, b.integers(1)], { keepdims: int(0) }, 'y'));
      assert.deepEqual(layouts(model).get('y')?.roles, ['batch', 'row', 'column'], op);
    }
  });

  it('a gate stays one when it is cut, padded or taken from 1', () => {
    const model = convolved((b, x) => {
      b.op('Sigmoid', [x], {}, 'gate');
      b.op('Sub', [b.scalar(1), 'gate'], {}, 'rest');
      b.op('Slice', ['rest', b.integers(0), b.integers(4), b.integers(1)], {}, 'part');
      return b.op('Mul', ['part', b.op('Slice', [x, b.integers(4), b.integers(8), b.integers(1)])], {}, 'y');
    });
    const gates = gateTensors(model, dependentsOf(model, 'x'));
    assert.deepEqual([...gates], ['gate', 'rest', 'part']);
  });

  it('what is never negative is known through picking, repeating, dividing and running sums', () => {
    const model = convolved((b, x) => {
      b.op('Relu', [x], {}, 'r');
      b.op('Gather', ['r', b.integers(0, 2)], { axis: int(1) }, 'picked');
      b.op('Div', ['picked', b.op('Exp', ['picked'], {}, 'e')], {}, 'divided');
      b.op('CumSum', ['divided', b.integers(1)], {}, 'running');
      b.op('Gelu', ['running'], {}, 'bent');
      b.op('Sub', ['bent', 'e'], {}, 'signed');
      return b.op('Concat', ['running', 'signed'], { axis: int(1) }, 'joined');
    });
    assert.deepEqual([...nonNegativeTensors(model)], ['r', 'picked', 'e', 'divided', 'running', 'bent']);
  });

  it('relevance passes every function of one variable', async () => {
    for (const op of ['Atanh', 'Asinh', 'Sinh', 'Cosh', 'Asin']) {
      const network = built([2, 2, 2], 2, (b) => {
        const bent = b.op(op, [b.op('Mul', ['x', b.scalar(0.4)])]);
        return b.op('Gemm', [b.op('Flatten', [bent]), b.constant(noise([8, 2], 'dense'))]);
      });
      const { completeness } = await explain(lrpComposite, network, noise([1, 2, 2, 2], 'input'));
      assert.ok(Math.abs(completeness!.sum / completeness!.expected - 1) < 1e-4, `${op}: ${completeness!.sum}`);
    }
  });

  it('DeepLIFT is exact across the bend of an activation', async () => {
    // HardSwish bends at 3 (slope 1.5, then 1), Selu at 0: the mean of both slopes is off by an eighth of the jump.
    for (const [op, at] of [
      ['HardSwish', 3],
      ['Selu', 0],
    ] as const) {
      const network = built([1, 1, 1], 1, (b) =>
        b.op('Flatten', [b.op(op, [b.op('Add', ['x', b.scalar(at - 2 ** -13)])])]),
      );
      const result = await explain(deeplift, network, floats([1, 1, 1, 1], [2 ** -11]));
      const { sum, expected } = result.completeness!;
      assert.ok(Math.abs(sum / expected - 1) < 1e-3, `${op}: ${sum} of ${expected}`);
    }
  });
});

/** Folders and files that say what one operator does, not what operators are like. */
const RULES = [
  'format',
  'gradient/rules',
  'graph/shapes',
  'graph/upgrade',
  'graph/operators.ts',
  'model/pixel-rules/',
  'relevance/deeplift/index.ts',
];

function sourceFiles(): { name: string; text: string }[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replace(/\\/g, '/'))
    .filter((name) => name.endsWith('.ts') && !RULES.some((rule) => name.startsWith(rule)))
    .map((name) => ({ name, text: readFileSync(join(source, name), 'utf8') }));
}

/** Lists of two or more names of operators, as `file:line: names`. */
function listsOfOperators(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isArrayLiteralExpression(node)) {
      const listed = node.elements.flatMap((e) => (ts.isStringLiteral(e) && operators.has(e.text) ? [e.text] : []));
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
      if (listed.length > 1) found.push(`${name}:${line}: ${listed.join(', ')}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
