import type { Place } from './command-places.ts';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type ShellKind = (typeof shells)[number];

/**
 * The script that a shell reads to complete a command line. It walks the words typed so far to a place in the tree,
 * steps over the values of options, and offers what may follow there; anything else is completed as a file.
 */
export function completionScript(kind: ShellKind, program: string, places: readonly Place[]): string {
  return { bash, zsh, fish }[kind](program, places);
}

/** Safe within single quotes of bash and zsh. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
const steps = (places: readonly Place[]) => places.map(({ path }) => path).filter((path) => path !== '/');
const optionsWithValue = (places: readonly Place[]) => [
  ...new Set(places.flatMap(({ options }) => options.filter((o) => o.takesValue).map((o) => o.word))),
];

/** The walk is the same in bash and zsh; `path` would be the search path in zsh, so it is called `place`. */
const walk = (places: readonly Place[], words: string) => `  local place= word= skip=
  for word in ${words}; do
    if [ -n "$skip" ]; then skip=; continue; fi
    case "$word" in
      ${optionsWithValue(places).join('|')}) skip=1 ;;
      -*) ;;
      *)
        case "$place/$word" in
          ${steps(places).join('|')}) place="$place/$word" ;;
        esac ;;
    esac
  done
  [ -n "$skip" ] && `;

function bash(program: string, places: readonly Place[]): string {
  const cases = places.map(
    ({ path, words, options }) => `    ${path === '/' ? "''" : path})
      words=${quoted(words.map(({ word }) => word).join(' '))}
      options=${quoted(options.map(({ word }) => word).join(' '))} ;;`,
  );
  return `# bash completion for ${program}
_${program}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words= options=
${walk(places, `"\${COMP_WORDS[@]:1:COMP_CWORD-1}"`)}return
  case "$place" in
${cases.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$options" -- "$current")) ;;
    *) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
  esac
}
complete -o default -F _${program} ${program}
`;
}

function zsh(program: string, places: readonly Place[]): string {
  const described = (entries: readonly { word: string; summary: string }[]) =>
    entries.map(({ word, summary }) => quoted(`${word}:${summary}`)).join(' ');
  const cases = places.map(
    ({ path, words, options }) => `    ${path === '/' ? "''" : path})
      offered=(${described(words)})
      flags=(${described(options)}) ;;`,
  );
  return `#compdef ${program}
_${program}() {
  local -a offered flags
${walk(places, `"\${(@)words[2,CURRENT-1]}"`)}{ _files; return; }
  case "$place" in
${cases.join('\n')}
  esac
  case "$words[CURRENT]" in
    -*) _describe -o option flags ;;
    *) if (( $#offered )); then _describe command offered; else _files; fi ;;
  esac
}
if [ "$funcstack[1]" = "_${program}" ]; then _${program} "$@"; else compdef _${program} ${program}; fi
`;
}

function fish(program: string, places: readonly Place[]): string {
  // Within single quotes fish knows \\ and \' only.
  const single = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines = places.flatMap(({ path, words, options }) => {
    const here = `complete -c ${program} -n '__${program}_at ${path}'`;
    return [
      ...words.map(({ word, summary }) => `${here} -f -a ${word} -d ${single(summary)}`),
      ...options.map(
        ({ word, summary, takesValue }) =>
          `${here} -l ${word.slice(2)}${takesValue ? ' -r' : ''} -d ${single(summary)}`,
      ),
    ];
  });
  return `# fish completion for ${program}
function __${program}_at
    set -l place
    set -l skip
    set -l typed (commandline -opc)
    for word in $typed[2..-1]
        if test -n "$skip"
            set skip
            continue
        end
        switch $word
            case ${optionsWithValue(places).join(' ')}
                set skip 1
            case '-*'
            case '*'
                switch "$place/$word"
                    case ${steps(places).join(' ')}
                        set place "$place/$word"
                end
        end
    end
    test -n "$place"; or set place /
    test "$place" = $argv[1]
end
${lines.join('\n')}
`;
}
