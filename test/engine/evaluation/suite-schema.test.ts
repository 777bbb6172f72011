import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SCHEMA_FILE, schemaText } from '../../../scripts/suite-schema';
import { METRICS } from '../../../src/engine/metric';
import { methods } from '../../../src/engine/attribution';

describe('the schema of suite files', () => {
  it('is made from the registries (npm run schema)', () => {
    assert.equal(readFileSync(SCHEMA_FILE, 'utf8'), schemaText());
  });

  it('completes every method and metric, and every parameter of one', () => {
    const { properties } = JSON.parse(schemaText()) as {
      properties: Record<
        'methods' | 'metrics',
        {
          items: {
            anyOf: [
              { enum: string[] },
              unknown,
              {
                allOf: {
                  if: { properties: Record<string, { const: string }> };
                  then: { properties: { params: { properties: object } } };
                }[];
              },
            ];
          };
        }
      >;
    };
    for (const [list, key, all] of [
      ['methods', 'method', methods],
      ['metrics', 'metric', METRICS],
    ] as const) {
      const [ids, , written] = properties[list].items.anyOf;
      for (const { id, params } of all) {
        assert.ok(ids.enum.includes(id), id);
        const own =
          written.allOf.find((one) => one.if.properties[key].const === id)?.then.properties.params.properties ?? {};
        for (const { name } of params) assert.ok(name in own, `${id} ${name}`);
      }
    }
  });
});
