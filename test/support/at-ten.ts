import type { RunningPlatform } from './running-platform.ts';

const hour = 3_600_000;

/**
 * Lets it be ten in the morning at the stations, whatever the hour of the machine: midnight does not pass in the middle
 * of a test, and the scan of eight o'clock and the anchor of the night belong to no case that is counted.
 */
export async function atTen({ platform }: RunningPlatform): Promise<void> {
  const sinceMidnight = (platform.clock.now() + 8 * hour) % (24 * hour);
  platform.clock.advance((34 * hour - sinceMidnight) % (24 * hour));
  await platform.idle();
}
