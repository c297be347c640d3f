import type { Question } from './paper.ts';

/** How a question fared: a question that nearly everybody gets wrong, or right, wants another look. */
export interface QuestionResult {
  id: string;
  topic: Question['topic'];
  text: Question['text'];
  /** How often it stood on a graded paper, and how often it was answered right. */
  asked: number;
  right: number;
}

export interface ExamResults {
  papers: number;
  passed: number;
  /** Mean score in percent, rounded; null without papers. */
  meanScore: number | null;
  /** The hardest first; those that were not asked yet come last. */
  questions: QuestionResult[];
}

export function examResults(
  questions: readonly Question[],
  papers: readonly { drawn: { id: string }[]; wrong?: string[]; score?: number }[],
  passMark: number,
): ExamResults {
  const graded = papers.filter(({ score }) => score !== undefined);
  const results = questions.map(({ id, topic, text }) => {
    const asked = graded.filter(({ drawn }) => drawn.some((one) => one.id === id));
    const right = asked.filter(({ wrong = [] }) => !wrong.includes(id)).length;
    return { id, topic, text, asked: asked.length, right };
  });
  const share = ({ asked, right }: QuestionResult) => (asked === 0 ? 2 : right / asked);
  const scores = graded.map(({ score = 0 }) => score);
  return {
    papers: graded.length,
    passed: scores.filter((score) => score >= passMark).length,
    meanScore:
      scores.length === 0 ? null : Math.round(scores.reduce((sum, score) => sum + score, 0) / scores.length),
    questions: results.sort((a, b) => share(a) - share(b) || (a.id < b.id ? -1 : 1)),
  };
}
