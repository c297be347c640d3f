import { asObject, asString, isObject, type Json, type JsonObject } from '../json.ts';

/** What a rule's target gets of an event: the event, a constant, a part, or a transformed text. */
export function targetPayload(target: JsonObject, event: JsonObject, ruleArn: string): string {
  const constant = asString(target.Input);
  if (constant !== undefined) return constant;
  const path = asString(target.InputPath);
  if (path !== undefined) return JSON.stringify(pathValue(event, path) ?? null);
  if (target.InputTransformer === undefined) return JSON.stringify(event);
  const transformer = asObject(target.InputTransformer);
  const variables: Record<string, Json | undefined> = {
    'aws.events.rule-arn': ruleArn,
    'aws.events.rule-name': ruleArn.split('/').at(-1),
    'aws.events.event.ingestion-time': event.time,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  for (const [name, value] of Object.entries(asObject(transformer.InputPathsMap))) {
    variables[name] = pathValue(event, String(value));
  }
  return fill(String(transformer.InputTemplate), variables);
}

/** Puts variables into a template: as JSON value, or as bare text where the place is inside a string. */
function fill(template: string, variables: Record<string, Json | undefined>): string {
  let result = '';
  let inString = false;
  for (let index = 0; index < template.length; ) {
    const name = /^<([\w.-]+)>/.exec(template.slice(index, index + 100))?.[1];
    if (name !== undefined && name in variables) {
      const text = JSON.stringify(variables[name] ?? '');
      result += inString && text.startsWith('"') ? text.slice(1, -1) : text;
      index += name.length + 2;
      continue;
    }
    const character = template[index] ?? '';
    if (character === '"' && template[index - 1] !== '\\') inString = !inString;
    result += character;
    index += 1;
  }
  return result;
}

/** The value at a simple path: `$.detail.items[0].id`. */
export function pathValue(source: Json, path: string): Json | undefined {
  let value: Json | undefined = source;
  for (const part of path.replace(/^\$\.?/, '').split(/[.[\]]+/)) {
    const key = part.replace(/^['"]|['"]$/g, '');
    if (key === '') continue;
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) ? value[key] : undefined;
  }
  return value;
}
