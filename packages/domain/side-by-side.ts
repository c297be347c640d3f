/** Looks at things with so many hands; the first that fails fails all, and what is in hand then goes on unheard. */
export async function sideBySide<Thing>(
  hands: number,
  things: Iterable<Thing>,
  look: (thing: Thing) => Promise<void>,
): Promise<void> {
  // One iterator for all hands, so that each thing is taken once.
  const waiting = things[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: hands }, async () => {
      for (let next = waiting.next(); !next.done; next = waiting.next()) await look(next.value);
    }),
  );
}
