import type { Table } from '../../packages/table/table.ts';

/** Calls that a function makes, numbered as they are made; one of them ends it, before or after it is made. */
export interface DyingCalls {
  table: Table;
  /** Something outside the table that is called like it. */
  call<T>(make: () => Promise<T> | T): Promise<T>;
  made(): number;
}

export interface Death {
  at: number;
  when: 'before' | 'after';
}

/** @param death nothing dies without one */
export function dyingCalls(table: Table, death?: Death): DyingCalls {
  let made = 0;
  const call = async <T>(make: () => Promise<T> | T): Promise<T> => {
    made += 1;
    const dies = made === death?.at;
    if (dies && death?.when === 'before') throw new Error('the function dies');
    const answer = await make();
    if (dies) throw new Error('the function dies');
    return answer;
  };
  const send = (command: never) => call(() => table.client.send(command));
  return { table: { name: table.name, client: { send } as never }, call, made: () => made };
}
