type Text = Record<'zh' | 'en', string>;

/** What an edition says about positions in one person's hands. */
export interface CombinationWords {
  controls: readonly { positions: readonly string[]; bands: readonly string[]; text: Text }[];
  never: readonly { positions: readonly string[]; text: Text }[];
}

/**
 * What makes up for the positions that a person holds together in a band (who countersigns, who witnesses), and why they
 * would never be combined; empty where the edition says nothing.
 */
export function combinationTexts(
  words: CombinationWords | undefined,
  band: string,
  held: readonly string[],
): { controls: Text[]; reasons: Text[] } {
  const isHeld = ({ positions }: { positions: readonly string[] }) =>
    positions.every((position) => held.includes(position));
  return {
    controls: (words?.controls ?? [])
      .filter((control) => control.bands.includes(band) && isHeld(control))
      .map(({ text }) => text),
    reasons: (words?.never ?? []).filter(isHeld).map(({ text }) => text),
  };
}
