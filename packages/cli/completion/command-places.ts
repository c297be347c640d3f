import type { Command } from 'commander';

export interface Word {
  word: string;
  summary: string;
}

/** A place in the tree of commands and what may be typed there. */
export interface Place {
  /** `/` for the program itself, `/audit/launch` for a sub-command. */
  path: string;
  /** Sub-commands and the choices of arguments. */
  words: Word[];
  options: (Word & { takesValue: boolean })[];
}

/** Every command of the tree, the program first; options of the program hold everywhere. */
export function commandPlaces(program: Command): Place[] {
  const common = [...optionsOf(program), { word: '--help', summary: '帮助 · help', takesValue: false }];
  return placesFrom(program, '');

  function placesFrom(command: Command, path: string): Place[] {
    const children = command.commands;
    return [
      {
        path: path || '/',
        words: [
          ...children.map((child) => ({ word: child.name(), summary: child.summary() })),
          ...command.registeredArguments.flatMap((argument) =>
            (argument.argChoices ?? []).map((word) => ({ word, summary: argument.name() })),
          ),
        ],
        options: [...(path ? optionsOf(command) : []), ...common],
      },
      ...children.flatMap((child) => placesFrom(child, `${path}/${child.name()}`)),
    ];
  }
}

const optionsOf = (command: Command) =>
  command.options.flatMap((option) =>
    option.long
      ? [{ word: option.long, summary: option.description, takesValue: option.required || option.optional }]
      : [],
  );
