/** Where in an object a field stands, by names that stay when items move: list items by their merge key, texts that hold documents looked into. */
import type { DataPath } from './data.ts';

/** A key of a map, an index of a list without merge keys, the item of a list that has these keys, or the document inside a text. */
export type FieldStep =
  | string
  | number
  | { readonly item: Readonly<Record<string, string | number>> } // `{name: 'main'}`, `{containerPort: 80, protocol: 'TCP'}`
  | { readonly document: 'yaml' | 'json' };

export type FieldPlace = readonly FieldStep[];

const plainKey = /^[A-Za-z_][\w-]*$/;

/** `spec.template.spec.containers[main].ports[8080/TCP].name`, `data["config.yaml"] » loki.url`. */
export function fieldText(place: FieldPlace): string {
  let text = '';
  for (const step of place) {
    if (typeof step === 'string') {
      if (plainKey.test(step)) text += text === '' || text.endsWith('» ') ? step : `.${step}`;
      else text += `[${JSON.stringify(step)}]`;
    } else if (typeof step === 'number') text += `[${step}]`;
    else if ('item' in step) text += `[${Object.values(step.item).join('/')}]`;
    else text += ' » ';
  }
  return text.trimEnd();
}

/** The part before the first document, without items by key: as rules name a path. */
export const isUnder = (place: FieldPlace, ...start: DataPath): boolean =>
  start.every((step, index) => place[index] === step);
