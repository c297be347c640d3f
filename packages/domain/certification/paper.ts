/** A question as the browser gets it; nothing in it says which option is right. */
export interface Question {
  id: string;
  kind: 'single' | 'multiple' | 'judge';
  topic: 'duty' | 'rule' | 'safety';
  text: { zh: string; en: string };
  options: { zh: string; en: string }[];
}

/** A question of a paper: which one, and in which order its options stand there. */
export interface Drawn {
  id: string;
  order: number[];
}

/** Answers by question: places of the chosen options, as the paper shows them. */
export type PaperAnswers = Record<string, number[]>;

/**
 * Draws a paper at random, with every topic in it. Options are shuffled as well, except true and false.
 * @param random a number 0…1, evenly spread
 */
export function drawPaper(pool: readonly Question[], count: number, random: () => number): Drawn[] {
  const shuffled = shuffle(pool, random);
  const first = (['safety', 'rule', 'duty'] as const).flatMap(
    (topic) => shuffled.find((question) => question.topic === topic) ?? [],
  );
  const rest = shuffled.filter((question) => !first.includes(question));
  return shuffle([...first, ...rest].slice(0, count), random).map(({ id, kind, options }) => {
    const places = options.map((_, at) => at);
    return { id, order: kind === 'judge' ? places : shuffle(places, random) };
  });
}

/** Each order is as likely as any other (Fisher and Yates). */
function shuffle<T>(list: readonly T[], random: () => number): T[] {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}

/** What a paper shows: its questions in their order, options as they were shuffled. */
export const paperQuestions = (drawn: readonly Drawn[], pool: readonly Question[]): Question[] =>
  drawn.flatMap(({ id, order }) => {
    const question = pool.find((known) => known.id === id);
    if (!question) return [];
    return [{ ...question, options: order.flatMap((place) => question.options[place] ?? []) }];
  });

export interface Graded {
  /** Percent, rounded down: a mark is reached or it is not. */
  score: number;
  wrong: string[];
}

/**
 * Grades by the key; of a question with several right options all of them and no other have to be chosen.
 * @param key question → places of the right options in the bank
 */
export function gradePaper(
  drawn: readonly Drawn[],
  answers: PaperAnswers,
  key: Readonly<Record<string, readonly number[]>>,
): Graded {
  const wrong = drawn.filter(({ id, order }) => {
    const chosen = new Set((answers[id] ?? []).map((place) => order[place]));
    const right = key[id] ?? [];
    return right.length === 0 || chosen.size !== right.length || right.some((place) => !chosen.has(place));
  });
  return {
    score: Math.floor(((drawn.length - wrong.length) * 100) / drawn.length),
    wrong: wrong.map(({ id }) => id),
  };
}
