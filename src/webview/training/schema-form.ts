import type { Parameter, ParameterValue, ParameterValues } from '../../protocol/parameter';
import { parameterForm } from '../choices/parameters';
import type { Component } from '../ui/component';
import { element } from '../ui/element';

export interface SchemaFormOptions {
  params(): readonly Parameter[];
  values(): ParameterValues;
  onChange(values: ParameterValues): void;
}

/** A form of parameters that stands by itself. Typing does not draw it anew: the cursor would be lost. */
export function schemaForm({ params, values, onChange }: SchemaFormOptions): Component {
  const node = element('div', { class: 'schema-form' });
  let drawn = '';
  const keyOf = (now: ParameterValues): string => JSON.stringify([params().map(({ name }) => name), now]);
  const take = (next: ParameterValues): void => {
    drawn = keyOf(next);
    onChange(next);
  };
  return {
    element: node,
    update() {
      const now = values();
      if (keyOf(now) === drawn) return;
      drawn = keyOf(now);
      const open = node.querySelector('details')?.open ?? false;
      node.replaceChildren(
        parameterForm({
          params: params(),
          values: now,
          layers: [],
          inputRange: null,
          onChange: (name: string, value: ParameterValue) => take({ ...values(), [name]: value }),
          onPickFile: () => undefined,
        }),
      );
      const more = node.querySelector('details');
      if (more) more.open = open;
    },
  };
}
