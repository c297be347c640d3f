/** Takes from the source with so many hands; when one fails, the others finish what they hold and stop. */
export async function sideBySide<Item>(
  hands: number,
  source: AsyncGenerator<Item>,
  act: (item: Item) => Promise<void>,
) {
  let failed = false;
  // An async generator lets its callers queue, so the hands may all ask it.
  const take = async () => {
    for (let next = await source.next(); !next.done && !failed; next = await source.next())
      await act(next.value);
  };
  const outcomes = await Promise.allSettled(
    Array.from({ length: Math.max(1, hands) }, () =>
      take().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ),
  );
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw failure.reason;
}
