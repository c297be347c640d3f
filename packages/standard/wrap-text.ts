// Terminals show Chinese characters in two columns. cli-table3 measures that rightly but wraps by characters and at
// spaces only, so texts are wrapped before they go into a table.

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/;
/** A word of narrow characters, one wide character, or spaces; closing marks stay with what they close. */
const unit = /(?:[^\s\u1100-\uffef]+|[\u1100-\uffef])[\u3001\u3002\uff0c\uff1a\uff1b\uff09]*|\s+/gu;

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += wide.test(character) ? 2 : 1;
  return columns;
}

/** Breaks a text into lines of at most `width` columns; a single word that is wider keeps its line. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [piece] of text.matchAll(unit)) {
    if (line && displayWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  return [...lines, line.trimEnd()];
}
