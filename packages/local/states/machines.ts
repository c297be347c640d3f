import { readFileSync } from 'node:fs';
import type { Guard } from '../access/guard.ts';
import type { Assembly } from '../assembly/assembly.ts';
import { asObject, asString, type Json } from '../json.ts';
import type { MachineSpec } from './core.ts';
import { compileDefinition } from './definition.ts';

/** The state machines of the assembly, compiled. @throws Error naming machine and reason */
export function readMachines(assembly: Assembly, guard: Guard): MachineSpec[] {
  return assembly.all('AWS::StepFunctions::StateMachine').map(({ name, arn, logicalId, properties }) => {
    try {
      const roleArn = asString(properties.RoleArn) ?? '';
      const text = definitionText(assembly, properties).replace(/\$\{(\w+)\}/g, (whole, key: string) => {
        const value = asObject(properties.DefinitionSubstitutions)[key];
        return value === undefined ? whole : substitution(value);
      });
      return { name, arn, roleArn, role: guard.role(roleArn), definition: compileDefinition(text) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`state machine ${logicalId}: ${reason}`, { cause: error });
    }
  });
}

function definitionText(assembly: Assembly, properties: Record<string, Json>): string {
  const text = asString(properties.DefinitionString);
  if (text !== undefined) return text;
  if (properties.Definition !== undefined) return JSON.stringify(properties.Definition);
  const path = assembly.asset(String(asObject(properties.DefinitionS3Location).Key));
  if (path === undefined) throw new Error('its definition is not among the assets');
  return readFileSync(path, 'utf8');
}

/** The text goes into JSON strings as well as between them: escape as JSON does, without the quotes. */
function substitution(value: Json): string {
  return typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
}
